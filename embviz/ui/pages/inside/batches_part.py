"""Mini-batches: why a block of pairs is one step, and what stale gradients cost."""

import functools
from dataclasses import replace

import streamlit as st

from embviz.jobs import queries
from embviz.models.glove import GloVeTrainer
from embviz.models.shared.block_trainer import BlockTrainer
from embviz.models.skipgram import SkipGram
from embviz.models.softmax import SoftmaxTrainer
from embviz.one_step.mini_batches import BatchComparison, BatchPass
from embviz.training.run import Run
from embviz.ui.pages.inside import html_pieces
from embviz.ui.pages.inside.example import Example
from embviz.ui.state.remembered import remember, worked_out
from embviz.ui.texts import lesson, say
from embviz.ui.widgets.number_format import seconds, short

HEADS = ("T", "pairs", "steps", "time", "loss", "load")
WORSE = 0.005  # a loss that is higher by this share is worse


def show(told: Example) -> None:
    """Draw the part."""
    run = told.moment.source.run
    if run is None:
        st.info(say("inside", "batches.no_text"))
        return
    own_way = remember(("own way", told.moment.source.key), functools.partial(_own_way, run))
    left, right = st.columns([4, 8], gap="medium")
    with right:
        if own_way:
            st.info(f"{own_way} {say('inside', 'batches.not_own')}")
            run = _by_skipgram(run)
        wording = say("inside", "batches.working")
        question = ("batches", told.moment.source.key)
        found: BatchComparison = worked_out(question, wording, queries.batches, run)
        _table(found, not own_way)
        st.markdown(" ".join(_findings(found)))
    with left:
        st.markdown(lesson("inside-batches", limit=f"{found.limit:g}"))


def _own_way(run: Run) -> str:
    """Say what a model without blocks of words takes in a step; nothing of one that has blocks."""
    trainer = run.model.trainer(run.corpus, run.seed, run.frames)
    if isinstance(trainer, SoftmaxTrainer):
        return say("inside", "batches.softmax", T=f"{trainer.T:,}")
    if isinstance(trainer, GloVeTrainer):
        cells, blocks = trainer.cells, trainer.blocks
        return say("inside", "batches.glove", T=f"{round(cells / blocks):,}", n=f"{blocks:,}")
    return "" if isinstance(trainer, BlockTrainer) else say("inside", "batches.exact")


def _by_skipgram(run: Run) -> Run:
    """The same text, read by skip-gram with its usual settings."""
    return replace(run, model=SkipGram())


def _table(found: BatchComparison, is_own: bool) -> None:
    rate, n = f"{found.rate:g}", f"{found.centres:,}"
    st.markdown(say("inside", "batches.read", n=n, rate=rate))
    rows = [_row(each, is_own and each.T == found.own) for each in found.passes]
    html_pieces.table([say("inside", f"batches.{key}") for key in HEADS], rows)
    st.caption(say("inside", "batches.padded"))


def _row(each: BatchPass, own: bool) -> list[str]:
    T = f"{each.T:,}"
    return [
        say("inside", "batches.this", T=T) if own else T,
        short(each.pairs, 1 if each.pairs < 100 else 0),
        f"{each.steps:,}",
        seconds(each.seconds),
        _loss(each),
        short(each.load, 2),
    ]


def _loss(each: BatchPass) -> str:
    return say("inside", "batches.diverged") if each.loss == float("inf") else short(each.loss)


def _findings(found: BatchComparison) -> list[str]:
    """Say what the numbers come to: how much faster, what it costs, and where it goes wrong."""
    one, last = found.passes[0], found.passes[-1]
    own = next(each for each in found.passes if each.T == found.own)
    times = short(one.seconds / max(own.seconds, 1e-9), 0)
    lines = [say("inside", "batches.gain", T=own.T, times=times)]
    facts = {"loss": _loss(own), "fresh": _loss(one)}
    cost = own.loss / one.loss - 1
    key = "cost" if cost >= WORSE else "cost_none"
    lines.append(say("inside", f"batches.{key}", cost=f"{100 * cost:.1f} %", **facts))
    if last.loss > (1 + 10 * WORSE) * own.loss and last.load > found.limit:
        facts = {"T": f"{last.T:,}", "loss": _loss(last), "limit": f"{found.limit:g}"}
        lines.append(say("inside", "batches.over", **facts))
    return lines
