"""Checks of chains and policies: what is wrong with them before anyone relies on them."""

from slacalc.check.codes import CODES, Code
from slacalc.check.finding import Finding
from slacalc.check.located import located
from slacalc.check.run import check, check_chain

__all__ = ["CODES", "Code", "Finding", "check", "check_chain", "located"]
