"""What the fast reader of .xlsx says where it leaves a part to the general one."""

__all__ = ["UnusualXmlError"]


class UnusualXmlError(Exception):
    """The part is written in a way that this reader does not know."""
