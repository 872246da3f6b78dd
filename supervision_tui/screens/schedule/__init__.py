"""Schedule: sessions planned and due, workers, and what is to be prepared."""
