"""How does a council answer, and what does its answer mean?

A council's people answer a framework's questions together; submitting freezes the result, and only
frozen results are ever shown to anybody outside the council, as far as the council chose.
"""
