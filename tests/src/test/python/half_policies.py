"""The Python side of HalfPolicyExchangeTest: models whose variables are bfloat16 or float16."""

import keras
import numpy as np
from keras import layers, optimizers

import file_exchange

ROWS = 16
STEPS = 5

# Adam's own 0.999 is 1 in bfloat16, and its 1e-7 next to nothing in float16: neither learns with them.
OPTIMIZERS = {
    "sgd": lambda: optimizers.SGD(0.05),
    "momentum": lambda: optimizers.SGD(0.02, momentum=0.9, nesterov=True, weight_decay=0.01),
    "adam": lambda: optimizers.Adam(0.01, beta_2=0.95, epsilon=0.01),
    "amsgrad": lambda: optimizers.Adam(0.01, beta_2=0.95, epsilon=0.01, amsgrad=True, clipnorm=1.0),
    "rmsprop": lambda: optimizers.RMSprop(0.005, epsilon=0.01, use_ema=True, ema_momentum=0.9),
    "nadam": lambda: optimizers.Nadam(0.01, beta_2=0.95, epsilon=0.01),
    "default_adam": lambda: optimizers.Adam(),
}


def write(folder, policy, last, optimizer):
    """Trains a little, saves, predicts and trains on."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(7)
    # No regularizers: Keras 3.15 fails on adding a penalty in half precision to the loss in float32.
    model = keras.Sequential(
        [
            keras.Input((6, 6, 2), dtype=policy),
            layers.Conv2D(4, 3, activation="relu", dtype=policy),
            layers.BatchNormalization(dtype=policy),
            layers.Flatten(dtype=policy),
            layers.Dense(5, activation="tanh", dtype=policy),
            layers.Dense(3, dtype=last),
        ]
    )
    model.compile(OPTIMIZERS[optimizer](), keras.losses.MeanSquaredError(), metrics=["mae"])
    rng = np.random.default_rng(7)
    np.save(folder / "x_0.npy", rng.standard_normal((ROWS, 6, 6, 2), "float32"))
    np.save(folder / "y_0.npy", rng.standard_normal((ROWS, 3), "float32"))
    fit(folder, model)
    model.save(folder / "python.keras")
    return report(folder, model)


def write_global(folder, policy):
    """Layers in layers, a model in a model, words and operations, under a policy for all of them."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(7)
    keras.config.set_dtype_policy(policy)
    # Not orthogonal, whose decomposition TensorFlow does not have in bfloat16.
    try:
        words = keras.Input((5,), dtype="int32")
        x = layers.Embedding(300, 8)(words)
        x = layers.Bidirectional(layers.LSTM(4, return_sequences=True, recurrent_initializer="glorot_uniform"))(x)
        x = layers.LayerNormalization()(x + layers.MultiHeadAttention(2, 4)(x, x))
        inner = keras.Sequential([keras.Input((8,)), layers.Dense(6, activation="gelu"), layers.Dense(4)])
        x = layers.Softmax()(inner(layers.GlobalAveragePooling1D()(x)) * 2.0)
        model = keras.Model(words, x)
        model.compile(keras.optimizers.SGD(0.1, momentum=0.9), "categorical_crossentropy", metrics=["mae"])
    finally:
        keras.config.set_dtype_policy("float32")
    rng = np.random.default_rng(7)
    np.save(folder / "x_0.npy", rng.integers(0, 300, (ROWS, 5)).astype("int32"))
    np.save(folder / "y_0.npy", np.eye(4, dtype="float32")[rng.integers(0, 4, ROWS)])
    fit(folder, model)
    model.save(folder / "python.keras")
    return report(folder, model)


def go_on(folder, file):
    return report(folder, keras.models.load_model(folder / file))


def report(folder, model):
    predicted = np.asarray(model.predict(np.load(folder / "x_0.npy"), verbose=0)).astype("float32")
    np.save(folder / "python_0.npy", predicted)
    return {
        "history": fit(folder, model),
        "policies": [layer.dtype_policy.name for layer in model.layers],
        "variables": [str(keras.backend.standardize_dtype(each.dtype)) for each in model.variables],
        "optimizer": type(model.optimizer).__name__,
    }


def fit(folder, model):
    x, y = np.load(folder / "x_0.npy"), np.load(folder / "y_0.npy")
    return model.fit(x, y, epochs=STEPS, batch_size=ROWS, shuffle=False, verbose=0).history


def content(folder, file):
    return file_exchange.content(folder, file)
