"""The work of a manager: one module a noun, one function a verb.

Verbs take records in and give frozen views out.
"""
