"""What a share of few persons can say."""


def upper_limit_of_none(persons: int, confidence: float = 0.95) -> float:
    """The upper end of the exact two-sided interval of a share when none of some persons has it.

    The lower end is 0.

    Args:
        persons: How many persons were observed, at least 1.
        confidence: Confidence of the interval, 0 to 1.

    Returns:
        A share, 0 to 1.

    Source: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934), in closed form for none of n.
    """
    return float(1 - ((1 - confidence) / 2) ** (1 / persons))
