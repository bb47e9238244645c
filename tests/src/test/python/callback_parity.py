"""Keras' side of CallbackParityTest.java: its callbacks on scripted values, its fit, and what TensorBoard reads."""

import csv
import json
import os

import keras
import numpy as np
import tensorflow as tf

C = keras.callbacks
MAKERS = {
    "EarlyStopping": C.EarlyStopping,
    "ReduceLROnPlateau": C.ReduceLROnPlateau,
    "ModelCheckpoint": C.ModelCheckpoint,
}


def _model():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(0.1), "mse", metrics=["accuracy"])
    model.fit(np.zeros((2, 1)), np.zeros((2, 1)), verbose=0)
    return model


def scripted(folder, callbacks, sequences, batches):
    """Plays every sequence to fresh callbacks; a file that is written holds the mark of the weights at that moment."""
    model = _model()
    bias = model.layers[0].bias
    saved = []

    def mark(number):
        bias.assign([number])

    def save(path, overwrite=True):
        saved.append([os.path.basename(path), int(bias.numpy()[0])])

    object.__setattr__(model, "save", save)
    results = []
    for sequence in sequences:
        model.optimizer.learning_rate = 0.1
        model.stop_training = False
        made = [MAKERS[c["name"]](**c["options"]) for c in callbacks]
        for callback in made:
            callback.set_model(model)
            callback.set_params({"epochs": len(sequence)})
            callback.on_train_begin()
            if callbacks[0].get("knows_direction"):
                callback._set_monitor_op()  # else Keras fails to compare before the end of the first epoch
        epochs = []
        for epoch, value in enumerate(sequence):
            value = float(value)
            saved.clear()
            for callback in made:
                callback.on_epoch_begin(epoch)
            for batch in range(batches):
                mark(epoch * batches + batch)
                for callback in made:
                    callback.on_train_batch_end(batch, {"loss": value / (batch + 1), "accuracy": value})
            if not batches:
                mark(epoch)
            logs = {"loss": value, "accuracy": value, "val_loss": value, "val_accuracy": value}
            for callback in made:
                callback.on_epoch_end(epoch, logs)
            epochs.append(
                {
                    "rate": float(model.optimizer.learning_rate),
                    "stopped": bool(model.stop_training),
                    "saved": list(saved),
                }
            )
            if model.stop_training:
                break
        for callback in made:
            callback.on_train_end()
        best = [callback.best for callback in made]
        results.append(
            {
                "epochs": epochs,
                "weights": int(bias.numpy()[0]),
                "best": [None if b is None else repr(float(b)) for b in best],  # NaN is not JSON
            }
        )
    return results


def _load(folder, name):
    return np.load(os.path.join(folder, name))


def fit(folder, model, epochs, batch, reduce, csv_file):
    """Keras' history with callbacks that act."""
    net = keras.models.load_model(os.path.join(folder, model))
    callbacks = [C.ReduceLROnPlateau(**reduce), C.CSVLogger(os.path.join(folder, csv_file))]
    history = net.fit(
        _load(folder, "x.npy"),
        _load(folder, "y.npy"),
        epochs=epochs,
        batch_size=batch,
        shuffle=False,
        validation_split=0.25,
        verbose=0,
        callbacks=callbacks,
    )
    return {k: [float(v) for v in values] for k, values in history.history.items()}


def read_csv(folder, file):
    with open(os.path.join(folder, file), newline="") as f:
        return list(csv.DictReader(f))


def ema(folder, model, momentum, epochs, batch, swap_on_epoch):
    """What a fit with SwapEMAWeights validates with, sees at the end of epochs, and ends with."""
    net = keras.models.load_model(os.path.join(folder, model), compile=False)
    net.compile(keras.optimizers.SGD(0.05, use_ema=True, ema_momentum=momentum), "mse")
    seen = []
    watch = C.LambdaCallback(on_epoch_end=lambda epoch, logs: seen.append([w.tolist() for w in net.get_weights()]))
    history = net.fit(
        _load(folder, "x.npy"),
        _load(folder, "y.npy"),
        epochs=epochs,
        batch_size=batch,
        shuffle=False,
        validation_split=0.25,
        verbose=0,
        callbacks=[C.SwapEMAWeights(swap_on_epoch=swap_on_epoch), watch],
    )
    return {
        "history": {k: [float(v) for v in values] for k, values in history.history.items()},
        "seen": seen,
        "weights": [w.tolist() for w in net.get_weights()],
    }


def tensorboard_fit(folder, model, epochs, batch, logs, update_freq):
    """Keras' own logs of the same fit."""
    net = keras.models.load_model(os.path.join(folder, model))
    net.fit(
        _load(folder, "x.npy"),
        _load(folder, "y.npy"),
        epochs=epochs,
        batch_size=batch,
        shuffle=False,
        validation_split=0.25,
        verbose=0,
        callbacks=[
            C.TensorBoard(
                os.path.join(folder, logs), histogram_freq=1, write_images=True, update_freq=update_freq or "epoch"
            )
        ],
    )


def _accumulator(folder):
    from tensorboard.backend.event_processing import event_accumulator

    accumulator = event_accumulator.EventAccumulator(
        str(folder), size_guidance={event_accumulator.TENSORS: 0, event_accumulator.SCALARS: 0}
    )
    accumulator.Reload()
    return accumulator


def read_tensorboard(folder, logs):
    """All that TensorBoard's own reader finds: by sub-folder and tag, the plugin and the values by step."""
    found = {}
    for part in ("train", "validation"):
        accumulator = _accumulator(os.path.join(folder, logs, part))
        tags = {}
        for tag in accumulator.Tags()["tensors"]:
            plugin = accumulator.SummaryMetadata(tag).plugin_data.plugin_name
            events = accumulator.Tensors(tag)
            values = [tf.make_ndarray(e.tensor_proto) for e in events]
            if plugin == "images":
                values = [[tf.io.decode_png(p).numpy().tolist() for p in v[2:]] + [[int(v[0]), int(v[1])]] for v in values]
            elif plugin == "graph_keras_model":
                values = [json.loads(v.item())["class_name"] for v in values]
            else:
                values = [v.tolist() for v in values]
            tags[tag] = {
                "plugin": plugin,
                "class": accumulator.SummaryMetadata(tag).data_class,
                "steps": [e.step for e in events],
                "values": values,
            }
        found[part] = tags
    return found


def weights_as_shown(folder, models):
    """Histograms and images as TensorFlow's own summaries make them of the weights in files."""
    from tensorboard.plugins.histogram import summary_v2

    shown = []
    for file in models:
        net = keras.models.load_model(os.path.join(folder, file))
        one = {}
        for weight in net.weights:
            value = weight.numpy()
            one[weight.path + "/histogram"] = summary_v2._buckets(tf.constant(value)).numpy().tolist()
        shown.append(one)
    return shown


def graphs(folder, logs):
    """The graph of operations, and the conceptual one, through the code with which TensorBoard shows them."""
    from tensorboard.plugins.graph import keras_util

    accumulator = _accumulator(os.path.join(folder, logs, "train"))
    graph = accumulator.Graph()
    with tf.Graph().as_default():
        tf.import_graph_def(tf.compat.v1.GraphDef.FromString(graph.SerializeToString()), name="")
    model = tf.make_ndarray(accumulator.Tensors("keras")[0].tensor_proto).item()
    conceptual = keras_util.keras_model_to_graph_def(json.loads(model))
    return {
        "operations": sorted({node.op for node in graph.node}),
        "layers": [node.name for node in conceptual.node],
    }


def load_weights(folder, model, files):
    """Files that Keras' load_weights reads: their values."""
    net = keras.models.load_model(os.path.join(folder, model))
    result = []
    for file in files:
        net.load_weights(os.path.join(folder, file))
        result.append({w.path: w.numpy().flatten().tolist() for w in net.weights})
    return result


def json_lines(folder, file):
    """Strict JSON, line by line."""

    def refuse(constant):
        raise ValueError(f"{constant} is not JSON")

    with open(os.path.join(folder, file), encoding="utf-8") as f:
        return [json.loads(line, parse_constant=refuse) for line in f]
