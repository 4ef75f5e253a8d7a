"""One arithmetic expression as a lead would type it: read once, judged name by name, evaluated in exact rationals.

Missing data travels through arithmetic: whatever touches it is no data, and so is a division by zero. Only `mean` looks
past it, which is how monitoring stands alone where there were no test calls (their term says `missing: skip`).
"""

import ast
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from simpleeval import SimpleEval

MAX_LENGTH = 500
MAX_NODES = 150
HEADCOUNT = "headcount"
TARGET_PREFIX = "target_"

Amount = Fraction | None
"""None is no data."""

_TYPED = str.maketrans({"×": "*", "÷": "/", "−": "-", "＋": "+", "（": "(", "）": ")", "，": ",", "．": "."})
_PLAIN_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")


class FormulaError(ValueError):
    """An expression that cannot be played; `code` says how, `word` shows the place."""

    def __init__(self, code: str, word: str = "") -> None:
        super().__init__(code, word)
        self.code = code
        self.word = word


def _absorbing(act: Callable[..., Fraction]) -> Callable[..., Amount]:
    """The same act, but no data in gives no data out."""

    def careful(*amounts: Amount) -> Amount:
        if None in amounts:
            return None
        return act(*amounts)

    return careful


def _divide(dividend: Amount, divisor: Amount) -> Amount:
    return None if dividend is None or not divisor else dividend / divisor


def _mean(*amounts: Amount) -> Amount:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


_OPERATORS: dict[type[ast.AST], Callable[..., Amount]] = {
    ast.Add: _absorbing(lambda a, b: a + b),
    ast.Sub: _absorbing(lambda a, b: a - b),
    ast.Mult: _absorbing(lambda a, b: a * b),
    ast.Div: _divide,
    ast.USub: _absorbing(lambda a: -a),
    ast.UAdd: _absorbing(lambda a: a),
}
_FUNCTIONS: dict[str, tuple[Callable[..., Amount], int, int]] = {
    "min": (_absorbing(min), 2, 10),
    "max": (_absorbing(max), 2, 10),
    "abs": (_absorbing(abs), 1, 1),
    "round": (_absorbing(lambda a: Fraction(round(a))), 1, 1),
    "clamp": (_absorbing(lambda a, low, high: max(low, min(a, high))), 3, 3),
    "mean": (_mean, 1, 10),
}
"""What may be called, with the fewest and the most arguments."""


class Formula:
    """A formula that has been read and found playable. Raises FormulaError when it is not."""

    def __init__(self, text: str, known_names: frozenset[str]) -> None:
        self.text = text
        self._tree = _read(text.translate(_TYPED).strip())
        self.names = _judge(self._tree, known_names)
        self._evaluator: Any = SimpleEval(
            operators=_OPERATORS, functions={name: act for name, (act, _, _) in _FUNCTIONS.items()}, names={}
        )

    def evaluate(self, amounts: Mapping[str, Amount]) -> Amount:
        """The value for these amounts; every name of the formula must be among them."""
        self._evaluator.names = amounts
        value: Amount = self._evaluator.eval(self.text, previously_parsed=self._tree)
        return value


def _read(text: str) -> ast.expr:
    if not text:
        raise FormulaError("formula_empty")
    if len(text) > MAX_LENGTH:
        raise FormulaError("formula_too_long", str(MAX_LENGTH))
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError("formula_syntax", getattr(error, "text", None) or text) from error
    if sum(1 for _ in ast.walk(tree)) > MAX_NODES:
        raise FormulaError("formula_too_long", str(MAX_NODES))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            # The reader made `0.1` a float; the text still knows what was meant.
            typed = ast.get_source_segment(text, node) or ""
            if _PLAIN_NUMBER.fullmatch(typed) is None:
                raise FormulaError("formula_number", typed)
            node.value = Fraction(typed)  # type: ignore[assignment]
    return tree


def _judge(tree: ast.expr, known_names: frozenset[str]) -> frozenset[str]:
    """The names a formula reads, once every piece of it has been found allowed."""
    names: set[str] = set()
    called: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called.add(id(node.func))
            _judge_call(node)
        elif isinstance(node, ast.Name):
            if id(node) in called:
                continue
            if node.id not in known_names:
                raise FormulaError("formula_unknown_name", node.id)
            names.add(node.id)
        elif isinstance(node, ast.BinOp | ast.UnaryOp):
            if type(node.op) not in _OPERATORS:
                raise FormulaError("formula_not_allowed", type(node.op).__name__)
        elif not isinstance(node, ast.Constant | ast.Load | ast.operator | ast.unaryop):
            raise FormulaError("formula_not_allowed", type(node).__name__)
    return frozenset(names)


def _judge_call(node: ast.Call) -> None:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in _FUNCTIONS:
        raise FormulaError("formula_unknown_function", name)
    _, fewest, most = _FUNCTIONS[name]
    if node.keywords or not fewest <= len(node.args) <= most:
        raise FormulaError("formula_arguments", name)
