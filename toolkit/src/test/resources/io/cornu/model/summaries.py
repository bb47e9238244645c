"""Writes summary_*.txt: what Keras 3.15.1 prints for the networks of SummaryTest.java.

Run in this folder:  python summaries.py
"""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["COLUMNS"] = "80"

import keras
from keras import layers as L


def base_cnn():
    return keras.Sequential(
        [
            keras.Input((32, 32, 3)),
            L.Conv2D(32, 3, padding="same", activation="relu"),
            L.BatchNormalization(),
            L.Conv2D(64, 3, padding="same", activation="relu"),
            L.BatchNormalization(),
            L.MaxPooling2D(2),
            L.Dropout(0.25),
            L.Flatten(),
            L.Dense(128, activation="relu"),
            L.BatchNormalization(),
            L.Dropout(0.5),
            L.Dense(10, activation="softmax"),
        ]
    )


def frozen():
    model = base_cnn()
    model.layers[0].trainable = False
    model.layers[1].trainable = False
    return model


def long_names():
    return keras.Sequential(
        [
            keras.Input((8,)),
            L.Dense(4, name="x" * 31),
            L.Dense(4, name="y" * 32),
            L.Dense(4, name="exactly_as_wide_with_t2"),
            L.Dense(4, name="exactly_as_wide_with_ty3"),
            L.Dense(4, name="a-layer.with_dots-and-dashes_that_is_far_too_long_for_the_table"),
            L.LeakyReLU(name="b" * 24),
        ],
        name="net",
    )


def long_model_name():
    return keras.Sequential([keras.Input((8,)), L.Dense(4)], name="m" * 200)


def spoken_model_name():
    name = "a network for " + " ".join(["telling", "things", "apart"] * 6)
    return keras.Sequential([keras.Input((8,)), L.Dense(4)], name=name)


def unknown_sizes():
    return keras.Sequential([keras.Input((None, None, 3)), L.Conv2D(8, 3), L.GlobalAveragePooling2D(), L.Reshape((2, 4))])


def scalars():
    return keras.Sequential([keras.Input(()), L.Rescaling(2.0)])


def big():
    return keras.Sequential(
        [keras.Input((4000,)), L.Dense(2000), L.Dense(30, use_bias=False), L.Dense(1)], name="big"
    )


def functional_chain():
    image = keras.Input((28, 28), name="image")
    x = L.Flatten()(image)
    x = L.Dense(64, activation="relu")(x)
    return keras.Model(image, L.Dense(10)(x))


def residual():
    image = keras.Input((16, 16, 3))
    x = L.Conv2D(16, 3, padding="same")(image)
    y = L.Conv2D(16, 3, padding="same", name="a_second_convolution_with_a_long_name")(x)
    z = L.Add()([x, y])
    return keras.Model(image, L.Dense(10)(L.Flatten()(z)))


def shared_chain():
    number = keras.Input((4,))
    twice = L.Dense(4)
    return keras.Model(number, twice(twice(number)))


def siamese():
    left = keras.Input((8,), name="left")
    right = keras.Input((8,), name="right")
    tower = L.Dense(16, activation="relu", name="tower")
    joined = L.Concatenate()([tower(left), tower(right)])
    same = L.Dense(1, name="same")(joined)
    kind = L.Dense(3, name="kind")(joined)
    return keras.Model([left, right], [same, kind], name="siamese")


def crossed():
    """Layers made in another order than Keras lists them in."""
    a = keras.Input((4,), name="a")
    b = keras.Input((4,), name="b")
    late = L.Dense(4, name="late")(b)
    short = L.Dense(4, name="short")(a)
    deep = L.Dense(4, name="deep_2")(L.Dense(4, name="deep_1")(a))
    merged = L.Add(name="merged")([short, late, deep])
    return keras.Model([b, a], [L.Dense(2, name="out_2")(merged), L.Dense(2, name="out_1")(short)])


def shared_at_depths():
    a = keras.Input((4,), name="a")
    first = L.Dense(4, name="first")
    shared = L.Dense(4, name="shared")
    near = shared(a)
    far = shared(first(a))
    return keras.Model(a, L.Concatenate(name="both")([near, far]))


def inception():
    """Many long connections in one cell."""
    image = keras.Input((8, 8, 4))
    arms = [L.Conv2D(4, 1, padding="same", name=f"arm_{i}_of_the_inception_block")(image) for i in range(5)]
    return keras.Model(image, L.GlobalAveragePooling2D()(L.Concatenate()(arms)))


for make in [
    base_cnn,
    frozen,
    long_names,
    long_model_name,
    spoken_model_name,
    unknown_sizes,
    scalars,
    big,
    functional_chain,
    residual,
    shared_chain,
    siamese,
    crossed,
    shared_at_depths,
    inception,
]:
    keras.backend.clear_session()
    model = make()
    printed = []
    model.summary(print_fn=printed.append)
    with open(f"summary_{make.__name__}.txt", "w", encoding="utf-8") as file:
        file.write("".join(printed))
