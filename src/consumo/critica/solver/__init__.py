"""What may have happened to a reading that cannot be, or was not expected: hypotheses, weighed against each other.

Nothing here changes a reading. Each hypothesis says what the ciclo would have consumed if it were true; its weight is
how likely such a mistake is × how likely the consumption is, given the usuario's history and season. One explanation
is proposed only if it stands clear of all the others, "it is as it was read" among them. All cases are weighed at
once, as arrays; only what is proposed is put into words.
"""
