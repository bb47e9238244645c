"""Models with operations and masks as people write them, and what they predict."""

import os

import keras
import numpy as np
from keras import layers, ops


def _sequence():
    return keras.Input((6, 4), name="x")


def _numbers():
    x = _sequence()
    y = 1 - (2 * x + 3) / 4 ** (x % 2) - (-x) // 3 + abs(x) * (x > 0)
    y = y * np.array([1, 2, 3, 4], "float32") + ops.convert_to_tensor([0.5, 1.0, 1.5, 2.0])
    y = ops.where((y >= 0.5) & (y < 3) | (y == 1) | ~(y <= 2), y, np.float32(7.5))
    return keras.Model(x, y)


def _slices():
    x = _sequence()
    parts = [x[:, 0], x[:, -1, :], x[..., 1:3][:, 2:, 0], x[:, None, 0][:, 0], x[:, ::-1][:, 1]]
    return keras.Model(x, ops.concatenate(parts, axis=-1))


def _statistics():
    x = _sequence()
    mean = ops.mean(x, axis=1, keepdims=True)
    spread = ops.sqrt(ops.var(x, axis=1, keepdims=True) + 1e-3)
    z = (x - mean) / spread
    y = ops.stack([ops.max(z, axis=1), ops.min(z, 1), ops.sum(z, axis=1), ops.logsumexp(z, axis=1)], axis=1)
    return keras.Model(x, ops.reshape(y, (-1, 16)))


def _features():
    x = _sequence()
    angle = x * (2 * np.pi / 24)
    y = ops.concatenate([ops.sin(angle), ops.cos(angle)], axis=-1)
    y = ops.pad(y, ((0, 0), (1, 2), (0, 0)), constant_values=2.0)
    y = ops.take(ops.transpose(y, (0, 2, 1)), [0, 3, -1], axis=1)
    one = ops.one_hot(ops.cast(ops.clip(x * 2, 0, 3), "int32"), 4)
    y = ops.matmul(y, ops.squeeze(ops.expand_dims(ops.swapaxes(ops.tile(y, [1, 2, 1]), 1, 2), 3), 3))
    return keras.Model(x, layers.Concatenate()([layers.Flatten()(y), layers.Flatten()(one)]))


def _parts():
    x = _sequence()
    a, b = ops.split(x, 2, axis=-1)
    first, *_, last = ops.unstack(x, axis=1)
    values, places = ops.top_k(x, 2)
    y = ops.concatenate([a * b, values, ops.cast(places, "float32")], axis=-1)
    return keras.Model(x, layers.Concatenate()([layers.Flatten()(y), first - last]))


def _keyword():
    x = _sequence()
    y = layers.MultiHeadAttention(2, 3)(x, x + 1, key=ops.tanh(x) * 2)
    return keras.Model(x, [y, ops.softmax(y, axis=1)])


def _attention():
    x = _sequence()
    scores = ops.einsum("bij,bkj->bik", x, layers.Dense(4)(x)) / ops.sqrt(4.0)
    causal = ops.convert_to_tensor(np.tril(np.ones((6, 6), "float32")))
    scores = ops.where(causal > 0, scores, -1e9)
    return keras.Model(x, ops.softmax(scores) @ x)


def _masks():
    x = _sequence()
    kept = layers.Masking()(x)
    both = layers.Bidirectional(layers.GRU(3, return_sequences=True))(layers.Dense(4)(kept))
    join = layers.Concatenate()([both, layers.TimeDistributed(layers.Dense(2))(kept)])
    y = layers.Add()([join, layers.BatchNormalization()(join)])
    z = layers.AdditiveAttention()([y, y])
    return keras.Model(x, [layers.GlobalAveragePooling1D()(z), layers.LSTM(3)(y), layers.LSTM(3)(y * 2)])


def _not_needed():
    """A mask that is data, too."""
    x = _sequence()
    kept = layers.Masking()(x)
    count = ops.sum(ops.cast(ops.any(ops.not_equal(x, 0.0), axis=-1), "float32"), axis=1, keepdims=True)
    return keras.Model(x, layers.LSTM(3)(kept) / count)


MODELS = {
    "numbers": _numbers,
    "slices": _slices,
    "statistics": _statistics,
    "features": _features,
    "parts": _parts,
    "keyword": _keyword,
    "attention": _attention,
    "masks": _masks,
    "not_needed": _not_needed,
}


def write(folder):
    """Writes every model with an input and its predictions."""
    rng = np.random.default_rng(5)
    x = rng.normal(size=(5, 6, 4)).astype("float32")
    x[1, 4:] = 0
    x[3, 2:] = 0
    np.save(os.path.join(folder, "x.npy"), x)
    sizes = {}
    for name, make in MODELS.items():
        keras.utils.set_random_seed(3)
        model = make()
        model.save(os.path.join(folder, f"{name}.keras"))
        outputs = model(x, training=False)
        outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
        for i, y in enumerate(outputs):
            np.save(os.path.join(folder, f"{name}_{i}.npy"), np.asarray(y).astype("float32"))
        sizes[name] = len(outputs)
    return sizes


def predict(folder, names):
    """What Keras makes of the files that Java wrote."""
    x = np.load(os.path.join(folder, "x.npy"))
    for name in names:
        keras.backend.clear_session()
        model = keras.models.load_model(os.path.join(folder, f"java_{name}.keras"))
        outputs = model(x, training=False)
        outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
        for i, y in enumerate(outputs):
            np.save(os.path.join(folder, f"java_{name}_{i}.npy"), np.asarray(y).astype("float32"))
    return {}


def refused(folder):
    """Models that Java does not read."""
    x = _sequence()
    kept = layers.Masking()(x)
    own = ops.any(ops.not_equal(x, 1.0), axis=-1)
    keras.Model(x, layers.LSTM(3)(kept, mask=own)).save(os.path.join(folder, "own_mask.keras"))
    given = keras.Input((6,), dtype="bool")
    keras.Model([x, given], layers.LSTM(3)(x, mask=given)).save(os.path.join(folder, "given_mask.keras"))
    keras.Model(x, ops.fft((x, x * 2))[0]).save(os.path.join(folder, "fft.keras"))
    keras.Model(x, x - ops.mean(x, axis=0)).save(os.path.join(folder, "batch.keras"))
    return {}
