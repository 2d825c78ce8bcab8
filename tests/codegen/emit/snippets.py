"""Strategies for statements as the emitter writes them: each on one line."""

from hypothesis import strategies as st

from codegen.emit.text import literal

NAMES = (
    *("a", "me", "s.entry", "self.name", "message.sender", "self.limits.sessions"),
    "some_quite_long_name_of_a_thing",
)
TEXTS = (
    *("", "hello", "it's", 'say "hi"', "two\nlines", r"\d+[^\s]", "안녕하세요 여러분"),
    *("😀 smiles", "x" * 30, "y" * 62, "한" * 20),
)

# How tightly operators bind, as in Python's grammar; looser operands get parentheses.
CONDITION, OR, NOT, COMPARISON, SUM, ATOM = range(6)


@st.composite
def expressions(draw: st.DrawFn, depth: int = 3, binding: int = CONDITION) -> str:
    """An expression that binds at least as tightly as ``binding``."""
    if depth == 0:
        return draw(_atoms)
    own, make = draw(st.sampled_from(_FORMS))
    text: str = draw(make(depth - 1))
    return text if own >= binding else f"({text})"


_atoms = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(TEXTS).map(literal),
    st.sampled_from(TEXTS).map(lambda text: literal(text.encode())),
    st.integers(0, 10**9).map(str),
)


def _joined(
    before: str, depth: int, after: str, names: bool = False
) -> st.SearchStrategy[str]:
    def join(values: list[str]) -> str:
        items = [f"k{i}={v}" if names else v for i, v in enumerate(values)]
        comma = "," if before == "(" and len(items) == 1 else ""
        return f"{before}{', '.join(items)}{comma}{after}"

    return st.lists(expressions(depth), max_size=4).map(join)


def _dict(depth: int) -> st.SearchStrategy[str]:
    keys = st.sampled_from(TEXTS).map(literal)
    pairs = st.dictionaries(keys, expressions(depth), max_size=4)
    return pairs.map(lambda d: "{" + ", ".join(f"{k}: {v}" for k, v in d.items()) + "}")


@st.composite
def _comprehension(draw: st.DrawFn, depth: int, before: str, after: str) -> str:
    text = f"{draw(expressions(depth))} for s in {draw(expressions(depth, OR))}"
    if draw(st.booleans()):
        text += f" if {draw(expressions(depth, OR))}"
    return f"{before}{text}{after}"


@st.composite
def _operators(
    draw: st.DrawFn, depth: int, symbols: tuple[str, ...], binding: int
) -> str:
    symbol = draw(st.sampled_from(symbols))
    least = 3 if symbol in ("and", "or") and draw(st.booleans()) else 2
    operands = [draw(expressions(depth, binding)) for _ in range(least)]
    return f" {symbol} ".join(operands)


@st.composite
def _condition(draw: st.DrawFn, depth: int) -> str:
    body, test = draw(expressions(depth, OR)), draw(expressions(depth, OR))
    return f"{body} if {test} else {draw(expressions(depth, OR))}"


_FORMS = (
    (ATOM, lambda d: _joined("self.call(", d, ")")),
    (ATOM, lambda d: _joined("protocol.Rule(", d, ")", names=True)),
    (ATOM, lambda d: _joined("[", d, "]")),
    (ATOM, lambda d: _joined("(", d, ")")),
    (ATOM, _dict),
    (ATOM, lambda d: _comprehension(d, "[", "]")),
    (ATOM, lambda d: _comprehension(d, "tuple(", ")")),
    (ATOM, lambda d: expressions(d).map(lambda e: f"self.limits[{e}]")),
    (OR, lambda d: _operators(d, ("and", "or"), NOT)),
    (COMPARISON, lambda d: _operators(d, ("==", "in", "is not", "<"), SUM)),
    (SUM, lambda d: _operators(d, ("+", "-"), ATOM)),
    (NOT, lambda d: expressions(d, NOT).map(lambda e: f"not {e}")),
    (CONDITION, _condition),
)


@st.composite
def statements(draw: st.DrawFn) -> str:
    """A statement of a method's body."""
    form = draw(
        st.sampled_from(
            [
                "x = {}",
                "self.thing = {}",
                "TABLE: ClassVar = {}",
                "return {}",
                "self.call({}, 1)",
                "if {}:\n        pass",
                "for s in {}:\n        pass",
            ]
        )
    )
    return form.format("{}").replace("{}", draw(expressions(draw(st.integers(1, 3)))))
