"""A layer that reads word by word and remembers: long short-term memory.

    (i, f, o, g)_t = x_t W + h_{t-1} R + b,    i, f, o through σ, g through tanh

    c_t = f ∘ c_{t-1} + i ∘ g,        h_t = o ∘ tanh(c_t)                                    (1)

At padding nothing changes, so the last h is that of the last word. Hochreiter and Schmidhuber 1997,
https://doi.org/10.1162/neco.1997.9.8.1735; the forget gate f: Gers et al. 2000.
"""

import math

import numpy as np

from embviz.networks.layer import Back, Layer, Pass, Weight, over_rows
from embviz.types import Floating


def lstm(name: str, inputs: int, d: int) -> Layer:
    """Formula (1): (B, T, inputs) to all h, (B, T, d)."""
    names = f"{name}.in", f"{name}.again", f"{name}.bias"

    def forward(run: Pass, x: Floating) -> tuple[Floating, Back]:
        W, R, b = (run.weights[each] for each in names)
        B, T, _ = x.shape
        driven = x @ W + b  # (B, T, 4d)
        real = np.ones((B, T), bool) if run.real is None else run.real
        live = real.astype(x.dtype)[..., None]  # (B, T, 1)
        h, c = np.zeros((2, B, d), x.dtype)
        states, steps = [], []
        for t in range(T):
            z = driven[:, t] + h @ R
            i, f, o = (_sigmoid(z[:, k * d : (k + 1) * d]) for k in range(3))
            g = np.tanh(z[:, 3 * d :])
            steps.append((i, f, o, g, c, h))
            new = f * c + i * g
            c = np.where(live[:, t] > 0, new, c)
            h = np.where(live[:, t] > 0, o * np.tanh(c), h)
            states.append(h)

        def back(dy: Floating) -> Floating:
            dR, dz_all = np.zeros_like(R), np.empty_like(driven)
            dh, dc = np.zeros((2, B, d), x.dtype)
            for t in reversed(range(T)):
                i, f, o, g, c, h = steps[t]
                dh = dh + dy[:, t]
                here = live[:, t]
                tanh_c = np.tanh(f * c + i * g)
                dnew = here * (dc + dh * o * (1 - tanh_c**2))
                do = here * dh * tanh_c
                parts = (
                    dnew * g * i * (1 - i),
                    dnew * c * f * (1 - f),
                    do * o * (1 - o),
                    dnew * i * (1 - g**2),
                )
                dz = np.concatenate(parts, axis=1)
                dz_all[:, t] = dz
                dR += h.T @ dz
                dh = (1 - here) * dh + dz @ R.T
                dc = (1 - here) * dc + dnew * f
            flat, dz_flat = x.reshape(B * T, inputs), dz_all.reshape(B * T, 4 * d)
            run.add(names[0], flat.T @ dz_flat)
            run.add(names[1], dR)
            run.add(names[2], over_rows(dz_flat))
            return (dz_flat @ W.T).reshape(x.shape)

        return np.stack(states, axis=1), back

    weights = {
        names[0]: Weight((inputs, 4 * d), 1 / math.sqrt(inputs)),
        names[1]: Weight((d, 4 * d), 1 / math.sqrt(d)),
        names[2]: Weight((4 * d,)),
    }
    return Layer(forward, weights)


def last_state() -> Layer:
    """(B, T, d) to (B, d): what stands at the last place, which padding does not change."""

    def forward(run: Pass, x: Floating) -> tuple[Floating, Back]:
        def back(dy: Floating) -> Floating:
            dx = np.zeros_like(x)
            dx[:, -1] = dy
            return dx

        return x[:, -1], back

    return Layer(forward)


def _sigmoid(z: Floating) -> Floating:
    """σ by tanh, which does not overflow."""
    half = z.dtype.type(0.5)
    gates: Floating = half * np.tanh(half * z) + half
    return gates
