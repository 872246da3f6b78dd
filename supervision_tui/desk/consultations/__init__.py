"""Clinical consultations: asked for, held, looked back at; recommendations and clinicians."""
