"""Python's side of SavedModelOptionsTest: what ExportOptions ask for."""

import json

import keras
import numpy as np
import tensorflow as tf


def difference(a, b):
    return float(np.abs(np.asarray(a, "float64") - np.asarray(b, "float64")).max())


def arrays(folder, *names):
    return [np.load(folder / (name + ".npy")) for name in names]


def lite(directory, x):
    """What TFLite's own kernels make of serving_default."""
    converter = tf.lite.TFLiteConverter.from_saved_model(str(directory))
    interpreter = tf.lite.Interpreter(model_content=converter.convert())
    interpreter.resize_tensor_input(interpreter.get_input_details()[0]["index"], x.shape)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], x)
    interpreter.invoke()
    return interpreter.get_tensor(interpreter.get_output_details()[0]["index"])


def variants(folder):
    """Each variant, in every way of loading."""
    x, y = arrays(folder, "x", "y")
    result = {}
    for name in ("folded", "frozen", "frozen_folded"):
        directory = folder / name
        model = tf.saved_model.load(str(directory))
        serve = model.signatures["serving_default"]
        with tf.compat.v1.Session(graph=tf.Graph()) as session:
            meta = tf.compat.v1.saved_model.load(session, ["serve"], str(directory))
            signature = meta.signature_def["serving_default"]
            first = session.run(signature.outputs["digit"].name, {signature.inputs["image"].name: x})
        tf.saved_model.save(model, str(folder / (name + "_again")), signatures=model.signatures)
        again = tf.saved_model.load(str(folder / (name + "_again")))
        seed = tf.constant([0, 7], tf.int64)
        try:
            model(x, training=True)
            training = "computed"
        except (TypeError, ValueError) as error:
            training = str(error).splitlines()[0]
        layer = keras.layers.TFSMLayer(str(directory), "serving_default")
        result[name] = {
            "call": difference(model(x), y),
            "serve": difference(model.serve(x), y),
            "signature": difference(serve(tf.constant(x))["digit"], y),
            "compiled": difference(tf.function(lambda a: model(a), jit_compile=True)(x), y),
            "version1": difference(first, y),
            "again": difference(again(x), y),
            "lite": difference(lite(directory, x), y),
            "layer": difference(layer(x)["digit"], y),
            "dropout": difference(model.signatures["mc_dropout"](image=tf.constant(x), seed=seed)["digit"], y),
            "variables": len(model.variables),
            "trainable": len(model.trainable_variables),
            "training": training,
            "gradient": gradient_of_input(model, x),
        }
    return result


def gradient_of_input(model, x):
    x = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = tf.reduce_sum(tf.square(model(x)))
    return float(tf.reduce_sum(tf.abs(tape.gradient(value, x))))


def predict(folder):
    """predict, against the same done by hand in Python."""
    (images,) = arrays(folder, "images")
    model = tf.saved_model.load(str(folder / "predict"))
    function = model.signatures["predict"]
    found = function(images=tf.constant(images))
    x = tf.image.resize(images, (8, 8), antialias=True)[..., ::-1]
    x = (x / 255 - np.array([0.1, 0.2, 0.3], "float32")) / np.array([0.5, 0.25, 2], "float32")
    probabilities = model(x).numpy()
    best = np.argsort(-probabilities, axis=1)
    labels = np.array(["a", "b", "c", "d", "é"])
    with tf.compat.v1.Session(graph=tf.Graph()) as session:
        meta = tf.compat.v1.saved_model.load(session, ["serve"], str(folder / "predict"))
        signature = meta.signature_def["predict"]
        first = session.run(signature.outputs["label"].name, {signature.inputs["images"].name: images})
    return {
        "outputs": sorted(found),
        "spread": float(probabilities.std(axis=0).max()),
        "raw": difference(found["scores"], probabilities),
        "class_index": difference(found["class_index"], best[:, 0]),
        "indexType": found["class_index"].dtype.name,
        "probability": difference(found["probability"], probabilities.max(axis=1)),
        "top_class_indices": difference(found["top_class_indices"], best[:, :3]),
        "top_probabilities": difference(found["top_probabilities"], -np.sort(-probabilities, axis=1)[:, :3]),
        "label": [text.decode() for text in found["label"].numpy()] == labels[best[:, 0]].tolist(),
        "top_labels": [[t.decode() for t in row] for row in found["top_labels"].numpy()] == labels[best[:, :3]].tolist(),
        "version1": [text.decode() for text in first] == labels[best[:, 0]].tolist(),
    }


def predict_files(folder):
    """predict on the bytes of a file; and one number for two classes, as a logit."""
    (images,) = arrays(folder, "images")
    model = tf.saved_model.load(str(folder / "files"))
    logit = model(tf.cast(tf.image.resize(images[:1], (8, 8), method="nearest"), tf.float32)).numpy()[0, 0]
    chance = 1 / (1 + np.exp(-logit))
    result = {}
    for kind, encode in (("png", tf.io.encode_png), ("jpeg", tf.io.encode_jpeg)):
        found = model.signatures["predict"](image_bytes=encode(images[0]))
        result[kind] = [
            difference(found["score"], logit),
            difference(found["probability"], max(chance, 1 - chance)),
            int(found["class_index"][0]) == int(chance > 0.5),
            found["label"].numpy()[0].decode() == ("dog" if chance > 0.5 else "cat"),
        ]
    return result


def train(folder):
    """20 steps by the train signature, on the batches that Java trains with; saved and loaded in the middle."""
    directory = str(folder / "train")
    x, y = arrays(folder, "x", "labels")
    model = tf.saved_model.load(directory)
    losses, accuracies = [], []
    step = model.signatures["train"]
    for i in range(20):
        if i == 10:
            tf.saved_model.save(model, str(folder / "train_again"), signatures=model.signatures)
            model = tf.saved_model.load(str(folder / "train_again"))
            step = model.signatures["train"]
        rows = slice(16 * (i % 4), 16 * (i % 4) + 16)
        found = step(image=tf.constant(x[rows]), y=tf.constant(y[rows], tf.int64))
        losses.append(float(found["loss"]))
        accuracies.append(float(found["accuracy"]))
    return {
        "outputs": sorted(found),
        "losses": losses,
        "accuracies": accuracies,
        "iterations": int(model.optimizer.iterations),
        "variables": len(model.variables),
        "optimizer": sorted(name for name, _ in tf.train.list_variables(directory + "/variables/variables")
                            if name.startswith("optimizer")),
        "weights": {v.name.split(":")[0].replace("/", "."): v.numpy().ravel().tolist() for v in model.variables},
    }


def train_weighted(folder):
    """Weights of examples, a schedule, and two outputs."""
    model = tf.saved_model.load(str(folder / "weighted"))
    x, a, b, w = arrays(folder, "wx", "wa", "wb", "ww")
    step = model.signatures["train"]
    losses = []
    for _ in range(6):
        found = step(
            point=tf.constant(x), y_a=tf.constant(a), y_b=tf.constant(b), sample_weight=tf.constant(w)
        )
        losses.append(float(found["loss"]))
    return {"losses": losses, "outputs": sorted(found), "arguments": sorted(step.structured_input_signature[1])}


def rate(folder):
    """The learning rate is a variable."""
    model = tf.saved_model.load(str(folder / "train"))
    x, y = arrays(folder, "x", "labels")
    before = model.conv2d.kernel.numpy()
    was = float(model.optimizer.learning_rate)
    model.optimizer.learning_rate.assign(0.0)
    model.signatures["train"](image=tf.constant(x), y=tf.constant(y, tf.int64))
    return {"was": was, "moved": difference(before, model.conv2d.kernel)}


def provenance(folder):
    path = folder / "frozen" / "assets.extra" / "cornu.json"
    return json.loads(path.read_text())
