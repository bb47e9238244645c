"""The Python side of NestedExchangeTest: models within models."""

import keras
import numpy as np
from keras import layers, optimizers
from keras_exchange import FIT, arrays, report, save


def write(folder, recipe, file, epochs):
    """Trains a little, saves, predicts and trains on."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(11)
    model, x, y = globals()[recipe](np.random.default_rng(11))
    save(folder, "x", x)
    save(folder, "y", y)
    model.fit(x, y, epochs=epochs, **FIT)
    model.save(folder / file)
    return {"summary": summary(model), **report(folder, model, epochs)}


def go_on(folder, file, epochs):
    model = keras.models.load_model(folder / file)
    frozen = {"/".join(path): not layer.trainable for path, layer in leaves(model, ())}
    return {"frozen": frozen, "summary": summary(model), **report(folder, model, epochs)}


def leaves(model, path):
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from leaves(layer, path + (layer.name,))
        elif layer.weights:
            yield path + (layer.name,), layer


def summary(model):
    lines = []
    model.summary(print_fn=lambda text, **_: lines.append(text))
    return "\n".join(lines)


# ---------------------------------------------------------------- recipes
def base(name="base"):
    image = keras.Input((8, 8, 3), name="image")
    x = layers.Conv2D(4, 3, padding="same", use_bias=False, name="conv1")(image)
    x = layers.BatchNormalization(name="conv1_bn")(x)
    x = layers.ReLU(6.0)(x)
    y = layers.DepthwiseConv2D(3, padding="same", use_bias=False, name="dw")(x)
    y = layers.BatchNormalization(name="dw_bn")(y)
    x = layers.Add(name="residual")([x, y])
    return keras.Model(image, x, name=name)


def images(rng, classes=3):
    return rng.random((40, 8, 8, 3), np.float32), rng.integers(0, classes, 40).astype("int32")


def frozen_functional(rng):
    """Transfer learning as Keras' guide has it; its training=False does not last."""
    below = base()
    below.trainable = False
    image = keras.Input((8, 8, 3))
    x = below(image, training=False)
    x = layers.GlobalAveragePooling2D()(x)
    model = keras.Model(image, layers.Dense(3, activation="softmax", name="head")(x))
    model.compile(optimizers.SGD(0.05, momentum=0.9), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model, *images(rng)


def training_false(rng):
    """Not frozen: fit overrules training=False in the graph."""
    below = base()
    image = keras.Input((8, 8, 3))
    x = layers.Flatten()(below(image, training=False))
    model = keras.Model(image, layers.Dense(3, activation="softmax")(x))
    model.compile(optimizers.Adam(0.002), "sparse_categorical_crossentropy")
    return model, *images(rng)


def partly_frozen_sequential(rng):
    below = base("mobile")
    below.get_layer("conv1").trainable = False
    below.get_layer("dw_bn").trainable = False
    model = keras.Sequential([below, layers.Flatten(), layers.Dense(3, activation="softmax")])
    model.compile(optimizers.Adam(0.002), "sparse_categorical_crossentropy")
    return model, *images(rng)


def siamese(rng):
    tower = keras.Sequential([keras.Input((6,)), layers.Dense(8, activation="relu"), layers.BatchNormalization(),
                              layers.Dense(4)], name="tower")
    a, b = keras.Input((6,), name="a"), keras.Input((6,), name="b")
    distance = layers.Subtract()([tower(a), tower(b)])
    model = keras.Model([a, b], layers.Dense(1, activation="sigmoid")(distance))
    model.compile(optimizers.SGD(0.1, momentum=0.9, nesterov=True), "binary_crossentropy")
    return model, [rng.random((40, 6), np.float32) for _ in range(2)], rng.integers(0, 2, (40, 1)).astype("float32")


def several_ends(rng):
    """Several inputs and outputs, called twice; the network's outputs are those of the nested model."""
    p, q = keras.Input((4,), name="p"), keras.Input((3,), name="q")
    x = layers.Dense(5, activation="tanh")(layers.Concatenate()([p, q]))
    pair = keras.Model([p, q], [layers.Dense(4, name="first")(x), layers.Dense(3, name="second")(x)], name="pair")
    a, b = keras.Input((4,), name="a"), keras.Input((3,), name="b")
    once = pair([a, b])
    twice = pair([layers.Dense(4, name="between")(once[0]), once[1]])
    model = keras.Model([a, b], [twice[1], once[0]])
    model.compile(optimizers.Adam(0.01), ["mse", "mse"])
    return model, [rng.random((40, 4), np.float32), rng.random((40, 3), np.float32)], \
        [rng.random((40, 3), np.float32), rng.random((40, 4), np.float32)]


def deep(rng):
    """Three models deep, with a Sequential that learned its shape when called, and layers of one class at all depths."""
    inner = keras.Sequential([layers.Dense(5, activation="relu"), layers.Dense(5)], name="inner")
    x = keras.Input((5,), name="x")
    middle = keras.Model(x, layers.Add()([inner(layers.Dense(5, name="before")(x)), x]), name="middle")
    middle.get_layer("before").trainable = False
    outer = keras.Sequential([keras.Input((5,)), layers.Dense(5, name="z"), middle, layers.Dense(5, name="a")], name="outer")
    model = keras.Sequential([outer, layers.Dropout(0.0), layers.Dense(2)])
    model.compile(optimizers.Adam(0.01, amsgrad=True), "mse")
    return model, rng.random((40, 5), np.float32), rng.random((40, 2), np.float32)


def dictionary(rng):
    """Inputs and outputs by name, in another order than the alphabet's."""
    inputs = {"u": keras.Input((3,), name="u"), "t": keras.Input((2,), name="t")}
    x = layers.Concatenate()([layers.Dense(2, name="du")(inputs["u"]), inputs["t"]])
    named = keras.Model(dict(sorted(inputs.items())), {"sum": layers.Dense(3)(x), "rest": layers.Dense(2)(x)}, name="named")
    a, b = keras.Input((3,), name="a"), keras.Input((2,), name="b")
    ends = named({"t": b, "u": a})
    model = keras.Model([a, b], [ends["sum"], ends["rest"]])
    model.compile(optimizers.SGD(0.1, momentum=0.5), ["mse", "mse"])
    return model, [rng.random((40, 3), np.float32), rng.random((40, 2), np.float32)], \
        [rng.random((40, 3), np.float32), rng.random((40, 2), np.float32)]


def regularized(rng):
    """Penalties, other sizes than the nested model's own, and a model of a Sequential's kind at the end."""
    x = keras.Input((None, 4), name="steps")
    y = layers.Conv1D(3, 2, kernel_regularizer="l2", activity_regularizer="l1", name="conv")(x)
    features = keras.Model(x, layers.GlobalAveragePooling1D()(y), name="features")
    head = keras.Sequential([keras.Input((3,)), layers.Dense(2, kernel_regularizer="l1")], name="head")
    sequence = keras.Input((7, 4))
    model = keras.Model(sequence, head(features(sequence)))
    model.compile(optimizers.SGD(0.05, momentum=0.9), "mse")
    return model, rng.random((40, 7, 4), np.float32), rng.random((40, 2), np.float32)
