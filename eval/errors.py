"""What can be wrong with judged data, runs or measures."""


class EvalError(Exception):
    """A dataset, run or option is wrong; the message says what, where and what to do."""
