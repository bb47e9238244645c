"""Python's side of SavedModelPythonTest: opens what Java wrote, in every way people do."""

import subprocess
import sys

import keras
import numpy as np
import tensorflow as tf

LABELS = np.arange(64) % 10


def difference(a, b):
    return float(np.abs(np.asarray(a, "float64") - np.asarray(b, "float64")).max())


def loss(probabilities):
    return tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(LABELS, probabilities))


def missing_gradients(model, function):
    with tf.GradientTape() as tape:
        value = function()
    return sum(gradient is None for gradient in tape.gradient(value, model.trainable_variables))


def arrays(folder, *names):
    return [np.load(folder / (name + ".npy")) for name in names]


def calls(folder):
    """Signatures and methods, against what Java predicted."""
    x, y, sample = arrays(folder, "x", "y", "sample")
    model = tf.saved_model.load(str(folder / "model"))
    serve = model.signatures["serving_default"]
    dropout = model.signatures["mc_dropout"]
    seed = tf.constant([0, 7], tf.int64)
    return {
        "signatures": sorted(model.signatures),
        "arguments": [spec.name for spec in serve.structured_input_signature[1].values()],
        "batch": serve.structured_input_signature[1]["image"].shape[0],
        "tensorflow": str(model.tensorflow_version),
        "signature": difference(serve(image=tf.constant(x))["digit"], y),
        "positional": difference(serve(tf.constant(x))["digit"], y),
        "call": difference(model(x), y),
        "inference": difference(model(x, training=False), y),
        "serve": difference(model.serve(x), y),
        "one": difference(model(x[:1]), y[:1]),
        "graph": difference(tf.function(model)(x), y),
        "compiled": difference(tf.function(lambda a: model(a), jit_compile=True)(x), y),
        "sample": difference(dropout(image=tf.constant(x), seed=seed)["digit"], sample),
        "otherSample": difference(dropout(image=tf.constant(x), seed=seed + 1)["digit"], sample),
    }


def wrong_shape(folder):
    """How Python refuses an image of another size."""
    (x,) = arrays(folder, "x")
    model = tf.saved_model.load(str(folder / "model"))
    messages = []
    for function in (model.serve, model):
        try:
            function(x[:, :4])
        except (TypeError, ValueError) as error:
            messages.append(str(error))
    return messages


def variables(folder):
    model = tf.saved_model.load(str(folder / "model"))
    kernel = model.conv2d.kernel
    return {
        "all": [v.name for v in model.variables],
        "trainable": [v.name for v in model.trainable_variables],
        "frozen": [v.name for v in model.non_trainable_variables],
        "isVariable": isinstance(kernel, tf.Variable),
        "isTrainable": bool(kernel.trainable),
        "shape": kernel.shape.as_list(),
        "sum": float(tf.reduce_sum(kernel)),
    }


def gradients(folder):
    """What a training loop of one's own needs."""
    (x,) = arrays(folder, "x")
    model = tf.saved_model.load(str(folder / "model"))
    serve = model.signatures["serving_default"]
    missing = {
        "call": missing_gradients(model, lambda: loss(model(x))),
        "training": missing_gradients(model, lambda: loss(model(x, training=True))),
        "signature": missing_gradients(model, lambda: loss(serve(tf.constant(x))["digit"])),
    }
    losses = []
    for _ in range(10):
        with tf.GradientTape() as tape:
            value = loss(model(x))
        for variable, gradient in zip(model.trainable_variables, tape.gradient(value, model.trainable_variables)):
            variable.assign_sub(0.1 * gradient)
        losses.append(float(value))
    return {"missing": missing, "losses": losses}


def training(folder):
    """m(x, training=True) against the same network in Keras, with the same weights."""
    (x,) = arrays(folder, "x")
    model = tf.saved_model.load(str(folder / "model"))
    twin = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            keras.layers.Conv2D(4, 3, padding="same", activation="relu"),
            keras.layers.BatchNormalization(),
            keras.layers.MaxPooling2D(2),
            keras.layers.Dropout(0.25),
            keras.layers.Flatten(),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.BatchNormalization(),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    twin.set_weights([v.numpy() for v in model.variables])
    inference = difference(model(x), twin(x, training=False))
    first = model(x, training=True)
    twin(x, training=True)
    statistics = [
        difference(ours, keras_value)
        for ours, keras_value in zip(
            [model.batch_normalization.moving_mean, model.batch_normalization.moving_variance],
            [twin.layers[1].moving_mean, twin.layers[1].moving_variance],
        )
    ]
    return {"inference": inference, "statistics": max(statistics), "drops": difference(first, model(x, training=True))}


def frozen_training(folder):
    """A frozen BatchNormalization keeps its statistics in training=True."""
    (x,) = arrays(folder, "x")
    model = tf.saved_model.load(str(folder / "frozen"))
    before = model.batch_normalization.moving_mean.numpy()
    other = model.batch_normalization_1.moving_mean.numpy()
    model(x, training=True)
    return {
        "trainable": [v.name for v in model.trainable_variables],
        "frozenMoved": difference(before, model.batch_normalization.moving_mean),
        "otherMoved": difference(other, model.batch_normalization_1.moving_mean),
    }


def keras_layer(folder):
    """keras.layers.TFSMLayer over each endpoint, and trained inside a model."""
    x, y = arrays(folder, "x", "y")
    result = {}
    for endpoint in ("serving_default", "serve", "__call__"):
        layer = keras.layers.TFSMLayer(str(folder / "model"), call_endpoint=endpoint)
        output = layer(x)
        output = output["digit"] if isinstance(output, dict) else output
        result[endpoint] = [difference(output, y), len(layer.trainable_weights), len(layer.non_trainable_weights)]
    model = keras.Sequential([keras.Input((8, 8, 1)), keras.layers.TFSMLayer(str(folder / "model"), "serve")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    result["losses"] = model.fit(x, LABELS, epochs=4, verbose=0).history["loss"]
    return result


def again(folder):
    """Saved once more by Python, opened by the loader of TensorFlow 1, and read as a checkpoint."""
    x, y = arrays(folder, "x", "y")
    source = str(folder / "model")
    model = tf.saved_model.load(source)
    tf.saved_model.save(model, str(folder / "again"), signatures=model.signatures)
    reloaded = tf.saved_model.load(str(folder / "again"))
    with tf.compat.v1.Session(graph=tf.Graph()) as session:
        meta = tf.compat.v1.saved_model.load(session, ["serve"], source)
        signature = meta.signature_def["serving_default"]
        first = session.run(signature.outputs["digit"].name, {signature.inputs["image"].name: x})
    checkpoint = source + "/variables/variables"
    tf.train.Checkpoint(root=model).read(checkpoint).assert_consumed()
    return {
        "saved": difference(reloaded(x), y),
        "savedSignature": difference(reloaded.signatures["serving_default"](image=tf.constant(x))["digit"], y),
        "savedTrainable": len(reloaded.trainable_variables),
        "version1": difference(first, y),
        "checkpoint": [name for name, _ in tf.train.list_variables(checkpoint)],
    }


def command_line(folder):
    """saved_model_cli show and run."""
    (y,) = arrays(folder, "y")

    def run(*arguments):
        command = [sys.executable, "-m", "tensorflow.python.tools.saved_model_cli", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    source = ["--dir", str(folder / "model")]
    shown = run("show", *source, "--all")
    choice = ["--tag_set", "serve", "--signature_def", "serving_default"]
    run("run", *source, *choice, "--inputs", f"image={folder / 'x.npy'}", "--outdir", str(folder), "--overwrite")
    return {"show": shown, "run": difference(np.load(folder / "digit.npy"), y)}


def lite(folder):
    """The TFLite converter, with its own kernels only."""
    x, y = arrays(folder, "x", "y")
    converter = tf.lite.TFLiteConverter.from_saved_model(str(folder / "model"))
    interpreter = tf.lite.Interpreter(model_content=converter.convert())
    interpreter.resize_tensor_input(0, x.shape)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], x)
    interpreter.invoke()
    return difference(interpreter.get_tensor(interpreter.get_output_details()[0]["index"]), y)


def two(folder):
    """Two inputs, of bytes and floats, and two outputs."""
    image, extra, second, first = arrays(folder, "image", "extra", "second", "first")
    model = tf.saved_model.load(str(folder / "two"))
    named = model.signatures["serving_default"](image=tf.constant(image), extra=tf.constant(extra))
    listed = model([image, extra])
    served = model.serve([image, extra])
    layered = keras.layers.TFSMLayer(str(folder / "two"), "__call__")([image, extra])
    return {
        "signature": max(difference(named["second"], second), difference(named["first"], first)),
        "call": max(difference(listed[0], second), difference(listed[1], first)),
        "serve": max(difference(served[0], second), difference(served[1], first)),
        "layer": max(difference(layered[0], second), difference(layered[1], first)),
        "missing": missing_gradients(model, lambda: sum(tf.reduce_sum(output) for output in model([image, extra]))),
        "dilatedGradient": dilated_gradient(model, image, extra),
    }


def dilated_gradient(model, image, extra):
    """The gradient of the dilated kernel, against Keras' own layers with the same weights."""
    with tf.GradientTape() as tape:
        value = tf.reduce_sum(model([image, extra])[0])
    ours = tape.gradient(value, model.conv2d.kernel)
    convolution = keras.layers.Conv2D(2, 3, padding="same", dilation_rate=2)
    convolution.build((None, 6, 6, 1))
    convolution.set_weights([model.conv2d.kernel.numpy(), model.conv2d.bias.numpy()])
    with tf.GradientTape() as tape:
        features = convolution(image.astype("float32") / 255)
        joined = tf.concat([tf.reshape(features, (len(image), -1)), extra], 1)
        value = tf.reduce_sum(joined @ model.second.kernel + model.second.bias)
    return difference(ours, tape.gradient(value, convolution.kernel.value))


def export(folder):
    """A model that Keras exports, for Java to predict with."""
    keras.utils.set_random_seed(3)
    image = keras.Input((8, 8, 1), name="image")
    extra = keras.Input((3,), name="extra")
    x = keras.layers.Conv2D(4, 3, activation="relu")(image)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.Dropout(0.5)(keras.layers.MaxPooling2D(2)(x))
    x = keras.layers.Concatenate()([keras.layers.Flatten()(x), extra])
    outputs = [keras.layers.Dense(2, name="second")(x), keras.layers.Dense(1, name="first")(x)]
    model = keras.Model([image, extra], outputs)
    images, extras = arrays(folder, "x", "extras")
    model.export(str(folder / "export"), verbose=False)
    tf.saved_model.save(model, str(folder / "save"))
    return [np.asarray(y, "float64").ravel().tolist() for y in model.predict([images, extras], verbose=0)]
