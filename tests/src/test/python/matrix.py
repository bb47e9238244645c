"""The Python side of the exchange matrix: one family of models through every format, in the Keras that is installed.

Every family is trained a little, saved in all formats, and trained on; what Java makes of the files is compared with
that, and what Java wrote is read, asked for predictions and trained on here. Only names that Keras has had since
3.0.5 are used.
"""

import os
import re
import shutil

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

ROWS = 16
FORMATS = ("keras", "h5", "weights", "savedmodel", "checkpoint")


def _numbers(*shape):
    return np.random.default_rng(sum(shape)).normal(size=(ROWS, *shape)).astype("float32")


def _classes(count):
    return np.random.default_rng(count).integers(0, count, ROWS)


def _words():
    words = np.random.default_rng(3).integers(1, 20, (ROWS, 7))
    for row, length in enumerate(np.random.default_rng(4).integers(2, 8, ROWS)):
        words[row, length:] = 0
    return words.astype("int32")


def mlp():
    model = keras.Sequential(
        [
            keras.Input((6,)),
            layers.Dense(8, activation="relu", kernel_regularizer=keras.regularizers.L2(0.01)),
            layers.BatchNormalization(),
            layers.Dense(5, activation="elu", kernel_initializer="he_normal"),
            layers.Dense(3, activation="softmax"),
        ]
    )
    return model, [_numbers(6)], [_classes(3)], "sparse_categorical_crossentropy", keras.optimizers.Adam(0.01, amsgrad=True)


def convolutional():
    model = keras.Sequential(
        [
            keras.Input((8, 8, 3)),
            layers.Conv2D(4, 3, padding="same", activation="relu"),
            layers.BatchNormalization(),
            layers.MaxPooling2D(),
            layers.Conv2D(6, 3, strides=2, use_bias=False),
            layers.LeakyReLU(),
            layers.Flatten(),
            layers.Dense(4),
        ]
    )
    schedule = keras.optimizers.schedules.CosineDecay(0.05, 100)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return model, [_numbers(8, 8, 3)], [_classes(4)], loss, keras.optimizers.SGD(schedule, momentum=0.9, nesterov=True)


def residual():
    image = x = keras.Input((8, 8, 3))
    x = layers.Conv2D(4, 3, padding="same", use_bias=False)(x)
    for _ in range(2):
        y = layers.BatchNormalization()(x)
        y = layers.Activation("relu")(y)
        y = layers.Conv2D(4, 3, padding="same")(y)
        x = layers.Add()([x, y])
    x = layers.GlobalAveragePooling2D()(x)
    model = keras.Model(image, layers.Dense(2)(x))
    return model, [_numbers(8, 8, 3)], [_numbers(2)], keras.losses.MeanSquaredError(), keras.optimizers.AdamW(0.01, weight_decay=0.01)


def two_ends():
    a, b = keras.Input((5,), name="a"), keras.Input((4,), name="b")
    both = layers.Concatenate()([layers.Dense(4, activation="tanh")(a), b])
    kind = layers.Dense(3, activation="softmax", name="kind")(both)
    number = layers.Dense(1, name="number")(layers.Dense(4, activation="silu")(both))
    model = keras.Model([a, b], [kind, number])
    losses = ["sparse_categorical_crossentropy", keras.losses.MeanSquaredError()]
    # Not with an epsilon of 1e-7: a variance about 0, and steps without bounds. Keras' own losses then differ by 1e-3
    # after 50 steps from weights that differ by 1e-7.
    optimizer = keras.optimizers.RMSprop(0.005, momentum=0.5, centered=True, epsilon=1e-3)
    return model, [_numbers(5), _numbers(4)], [_classes(3), _numbers(1)], losses, optimizer


def shared():
    left, right = keras.Input((6,)), keras.Input((6,))
    encoder = layers.Dense(5, activation="tanh")
    distance = layers.Subtract()([encoder(left), encoder(right)])
    model = keras.Model([left, right], layers.Dense(1, activation="sigmoid")(distance))
    targets = _classes(2).reshape(-1, 1).astype("float32")
    return model, [_numbers(6), _numbers(6) + 1], [targets], "binary_crossentropy", keras.optimizers.Adamax(0.01)


def nested():
    image = keras.Input((8, 8, 3))
    x = layers.Conv2D(4, 3, name="first")(image)
    x = layers.BatchNormalization(name="norm")(x)
    x = layers.ReLU(max_value=6.0, name="second")(x)
    base = keras.Model(image, layers.Conv2D(4, 3, name="third")(x), name="base")
    base.get_layer("first").trainable = False
    head = keras.Sequential([layers.Flatten(), layers.Dense(4, activation="relu")], name="head")
    outer = keras.Input((8, 8, 3))
    model = keras.Model(outer, layers.Dense(2)(head(base(outer))))
    return model, [_numbers(8, 8, 3)], [_numbers(2)], keras.losses.MeanSquaredError(), keras.optimizers.Adagrad(0.05)


def frozen_base():
    base = keras.Sequential(
        [keras.Input((8, 8, 3)), layers.Conv2D(4, 3), layers.BatchNormalization(), layers.ReLU()], name="base"
    )
    base.trainable = False
    model = keras.Sequential([keras.Input((8, 8, 3)), base, layers.GlobalAveragePooling2D(), layers.Dense(3)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return model, [_numbers(8, 8, 3)], [_classes(3)], loss, keras.optimizers.Adam(0.01)


def operations():
    image = keras.Input((6, 6, 3))
    x = layers.Conv2D(4, 3, padding="same")(image * 2.0 - 1.0)
    x = x * ops.relu6(x + 3.0) / 6.0
    gate = layers.Dense(4, activation="sigmoid")(ops.mean(x, axis=(1, 2), keepdims=True))
    x = x * gate
    first, rest = x[:, 0], ops.max(x[:, 1:, ::2], axis=1)
    x = ops.concatenate([first, rest], axis=1)
    x = 1.0 - ops.tanh(layers.Flatten()(x))
    model = keras.Model(image, layers.Dense(2)(x))
    return model, [_numbers(6, 6, 3)], [_numbers(2)], keras.losses.MeanSquaredError(), keras.optimizers.Nadam(0.005)


def recurrent():
    steps = keras.Input((6, 3))
    x = layers.Bidirectional(layers.LSTM(4, return_sequences=True))(steps)
    x = layers.GRU(5, return_sequences=True)(x)
    x = layers.SimpleRNN(4)(x)
    model = keras.Model(steps, layers.Dense(1)(x))
    # Slow enough for losses that are more than rounding after 100 steps.
    return model, [_numbers(6, 3)], [_numbers(1)], "huber", keras.optimizers.Adam(0.002, clipnorm=1.0)


def masked():
    words = keras.Input((7,), dtype="int32")
    x = layers.Embedding(20, 6, mask_zero=True)(words)
    left, right = layers.LSTM(4)(x), layers.LSTM(4, go_backwards=True)(x)
    model = keras.Model(words, layers.Dense(3, activation="softmax")(layers.Concatenate()([left, right])))
    # Not Adagrad: see attention.
    optimizer = keras.optimizers.SGD(0.1, momentum=0.9, weight_decay=1e-4)
    return model, [_words()], [_classes(3)], "sparse_categorical_crossentropy", optimizer


def attention():
    # Not one that squares gradients, as Adam: on TensorFlow, Keras squares the gradients of a word's repetitions one by one, not their sum; given the
    # same gradient as a dense tensor, its own losses differ by 5 % after a step. Cornu squares the sum, as in the paper.
    words = keras.Input((7,), dtype="int32")
    x = layers.Embedding(20, 8)(words)
    x = layers.Add()([x, layers.MultiHeadAttention(2, 4)(x, x)])
    x = layers.LayerNormalization(epsilon=1e-6)(x)
    x = layers.Dense(8, activation="gelu")(x)
    # Not the maximum: repeated words are equal but for rounding, which decides whose gradient it is.
    model = keras.Model(words, layers.Dense(2)(layers.GlobalAveragePooling1D()(x)))
    return model, [_words()], [_numbers(2)], keras.losses.MeanSquaredError(), keras.optimizers.SGD(0.05, momentum=0.9)


def encoder_decoder():
    image = keras.Input((8, 8, 2))
    x = layers.SeparableConv2D(4, 3, padding="same", activation="relu")(image)
    x = skip = layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2)(x)
    x = layers.Conv2D(4, 3, strides=2, padding="same", dilation_rate=1, activation="swish")(x)
    x = layers.Conv2DTranspose(8, 3, strides=2, padding="same")(x)
    x = layers.Concatenate()([x, skip])
    x = layers.UpSampling2D(2, interpolation="bilinear")(x)
    x = layers.AveragePooling2D(2)(x)
    model = keras.Model(image, layers.Conv2D(1, 1, activation="sigmoid")(x))
    targets = (_numbers(8, 8, 1) > 0).astype("float32")
    return model, [_numbers(8, 8, 2)], [targets], "binary_crossentropy", keras.optimizers.Adadelta(1.0)


def one_and_three_dimensions():
    series, volume = keras.Input((9, 2)), keras.Input((4, 4, 4, 1))
    x = layers.Conv1D(4, 3, padding="causal", dilation_rate=2, activation="relu")(series)
    x = layers.GlobalAveragePooling1D()(layers.MaxPooling1D()(x))
    y = layers.GlobalMaxPooling3D()(layers.Conv3D(3, 2, activation="softplus")(volume))
    model = keras.Model([series, volume], layers.Dense(2)(layers.Concatenate()([x, y])))
    return model, [_numbers(9, 2), _numbers(4, 4, 4, 1)], [_numbers(2)], keras.losses.MeanSquaredError(), keras.optimizers.Lion(0.001)


def preprocessing():
    image = keras.Input((6, 6, 3), dtype="uint8")
    x = layers.Rescaling(1 / 127.5, offset=-1.0)(image)
    x = layers.Resizing(8, 8)(layers.ZeroPadding2D(1)(x))
    x = layers.Normalization(mean=[0.1, 0.2, 0.3], variance=[1.0, 0.5, 2.0])(x)
    x = layers.PReLU(shared_axes=[1, 2])(layers.Conv2D(3, 3, kernel_constraint=keras.constraints.MaxNorm(2.0))(x))
    x = layers.GroupNormalization(3)(layers.Cropping2D(1)(x))
    # Not the maximum: Keras' own losses then differ by 40 % after 100 steps if weights differed by 1e-7.
    model = keras.Model(image, layers.Dense(2)(layers.GlobalAveragePooling2D()(x)))
    pixels = np.random.default_rng(5).integers(0, 256, (ROWS, 6, 6, 3)).astype("uint8")
    return model, [pixels], [_numbers(2)], "log_cosh", keras.optimizers.Ftrl(
        0.05, initial_accumulator_value=0.001
    )


def mixed_precision():
    policy = "mixed_bfloat16"
    model = keras.Sequential(
        [
            keras.Input((8, 8, 3)),
            layers.Conv2D(4, 3, activation="relu", dtype=policy),
            layers.GlobalAveragePooling2D(dtype=policy),
            layers.Dense(3, activation="softmax", dtype="float32"),
        ]
    )
    return model, [_numbers(8, 8, 3)], [_classes(3)], "sparse_categorical_crossentropy", keras.optimizers.Adam(0.01)


def bfloat16():
    # What a global policy of bfloat16 gives; the optimizer's memory is of that type, too.
    model = keras.Sequential(
        [
            keras.Input((6,), dtype="bfloat16"),
            layers.Dense(8, activation="relu", dtype="bfloat16"),
            layers.Dense(3, dtype="bfloat16"),
        ]
    )
    return model, [_numbers(6)], [_numbers(3)], keras.losses.MeanSquaredError(), keras.optimizers.SGD(0.01)


def float64():
    model = keras.Sequential(
        [
            keras.Input((6,), dtype="float64"),
            layers.Dense(8, activation="tanh", dtype="float64"),
            layers.Dense(2, dtype="float64"),
        ]
    )
    return model, [_numbers(6)], [_numbers(2)], keras.losses.MeanSquaredError(), keras.optimizers.Adafactor(0.01)


FAMILIES = {
    family.__name__: family
    for family in (
        mlp,
        convolutional,
        residual,
        two_ends,
        shared,
        nested,
        frozen_base,
        operations,
        recurrent,
        masked,
        attention,
        encoder_decoder,
        one_and_three_dimensions,
        preprocessing,
        mixed_precision,
        bfloat16,
        float64,
    )
}


def _compiled(family):
    keras.backend.clear_session()
    keras.utils.set_random_seed(1)
    model, x, y, loss, optimizer = FAMILIES[family]()
    model.compile(optimizer=optimizer, loss=loss)
    return model, x, y


def _fit(model, x, y, steps):
    history = model.fit(_one(x), _one(y), epochs=steps, batch_size=ROWS, shuffle=False, verbose=0)
    return [float(loss) for loss in history.history["loss"]]


def _predict(model, x):
    outputs = model.predict(_one(x), verbose=0)
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    return [np.asarray(output).astype("float64") for output in outputs]


def _one(arrays):
    return arrays[0] if len(arrays) == 1 else arrays


def _save(folder, model, form):
    if form == "keras":
        model.save(folder / "python.keras")
    elif form == "h5":
        model.save(folder / "python.h5")
    elif form == "weights":
        model.save_weights(folder / "python.weights.h5")
    elif form == "savedmodel":
        shutil.rmtree(folder / "python_savedmodel", ignore_errors=True)
        model.export(str(folder / "python_savedmodel"))
    else:
        _checkpoint(model).save(str(folder / "python_checkpoint" / "ckpt"))


def _tracked(model):
    """Whether a checkpoint can hold the optimizer: it is no object of TensorFlow's before Keras 3.1."""
    return hasattr(model.optimizer, "_trackable_children")


def _checkpoint(model):
    return tf.train.Checkpoint(model=model, **({"optimizer": model.optimizer} if _tracked(model) else {}))


def _load(folder, form, family, side):
    """What predicts, and the compiled model if the form carries one."""
    if form == "keras":
        model = keras.models.load_model(folder / f"{side}.keras")
    elif form == "h5":
        model = keras.models.load_model(folder / f"{side}.h5")
    elif form == "weights":
        model, x, y = _compiled(family)
        model.optimizer.build(model.trainable_variables)
        model.load_weights(folder / f"{side}.weights.h5")
    elif form == "savedmodel":
        return tf.saved_model.load(str(folder / f"{side}_savedmodel"))
    else:
        model, x, y = _compiled(family)
        model.optimizer.build(model.trainable_variables)
        path = tf.train.latest_checkpoint(str(folder / f"{side}_checkpoint"))
        _checkpoint(model).restore(path).assert_existing_objects_matched().expect_partial()
    return model


def _learns(form, loaded):
    """Whether a form holds what the optimizer remembers, so that Keras can train on with it."""
    if form == "h5":  # Keras cannot fit it, so that Java leaves the memory out
        return False
    return form != "savedmodel" and (form != "checkpoint" or _tracked(loaded))


def _serve(loaded, x, dtypes):
    outputs = loaded.serve(*[tf.constant(each, dtype) for each, dtype in zip(x, dtypes)]) if len(x) == 1 else (
        loaded.serve([tf.constant(each, dtype) for each, dtype in zip(x, dtypes)])
    )
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    return [np.asarray(tf.cast(output, "float64")) for output in outputs]


def _difference(expected, received):
    assert len(expected) == len(received), (len(expected), len(received))
    return max(float(np.max(np.abs(a - b))) for a, b in zip(expected, received))


def _relative(expected, received):
    assert len(expected) == len(received), (len(expected), len(received))
    return max(abs(a - b) / max(abs(a), 1e-6) for a, b in zip(expected, received))


def _brief(folder, error):
    # Without colors, addresses and the folder, which are others on each machine.
    text = re.sub(r"\x1b\[[0-9;]*m", "", " ".join(str(error).split()))
    text = re.sub(r"0x[0-9a-f]+", "0x", text.replace(f"{folder}/", ""))
    return f"{type(error).__name__}: {text}"[:300]


def families(folder):
    return {"keras": keras.__version__, "families": list(FAMILIES)}


def write(folder, family, steps):
    """Saves a trained model in all formats, says what Keras itself makes of each, and how it learns on."""
    model, x, y = _compiled(family)
    _fit(model, x, y, 3)
    for i, each in enumerate(x):
        np.save(folder / f"x_{i}.npy", each)
    for i, each in enumerate(y):
        np.save(folder / f"y_{i}.npy", each)
    predicted = _predict(model, x)
    for i, each in enumerate(predicted):
        np.save(folder / f"python_{i}.npy", each)
    own = {}
    for form in FORMATS:
        try:
            _save(folder, model, form)
        except Exception as error:
            own[form] = _brief(folder, error)
    losses = _fit(model, x, y, steps)
    dtypes = [each.dtype for each in model.inputs]
    for form in FORMATS:
        if form not in own:
            try:
                loaded = _load(folder, form, family, "python")
                again = _serve(loaded, x, dtypes) if form == "savedmodel" else _predict(loaded, x)
                own[form] = _difference(predicted, again)
            except Exception as error:
                own[form] = _brief(folder, error)
    return {"own": own, "losses": losses}


def go_on(folder, family, form, losses):
    """How far from its own further training Keras is when it goes on from its own file."""
    loaded = _load(folder, form, family, "python")
    return _relative(losses, _fit(loaded, _arrays(folder, "x"), _arrays(folder, "y"), len(losses)))


def read(folder, family, losses):
    """Reads what Java wrote in every format there is a file of: predictions against Java's, and how it learns on."""
    x = _arrays(folder, "x")
    y = _arrays(folder, "y")
    predicted = _arrays(folder, "java")
    names = {"keras": "java.keras", "h5": "java.h5", "weights": "java.weights.h5"}
    cells = {}
    for form in FORMATS:
        if not os.path.exists(folder / names.get(form, f"java_{form}")):
            continue
        try:
            loaded = _load(folder, form, family, "java")
            if form == "savedmodel":
                dtypes = [spec.dtype for spec in _specs(loaded)]
                cells[form] = {"prediction": _difference(predicted, _serve(loaded, x, dtypes))}
            else:
                cells[form] = {"prediction": _difference(predicted, _predict(loaded, x))}
                if _learns(form, loaded):
                    cells[form]["continuation"] = _relative(losses, _fit(loaded, x, y, len(losses)))
        except Exception as error:
            cells[form] = {"error": _brief(folder, error)}
    return cells


def _specs(loaded):
    return tf.nest.flatten(loaded.serve.concrete_functions[0].structured_input_signature)


def _arrays(folder, side):
    arrays = []
    while os.path.exists(folder / f"{side}_{len(arrays)}.npy"):
        arrays.append(np.load(folder / f"{side}_{len(arrays)}.npy"))
    return arrays
