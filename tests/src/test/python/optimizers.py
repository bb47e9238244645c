"""Keras' side of the optimizer and schedule parity tests."""

import copy
import os

import keras
import numpy as np


@keras.saving.register_keras_serializable(package="tests")
class ProductSum(keras.losses.Loss):
    """The sum of targets times predictions: the targets choose the gradients."""

    def call(self, y_true, y_pred):
        return keras.ops.sum(y_true * y_pred, axis=-1)


class _Saver(keras.callbacks.Callback):
    """Saves the model after some batches, before the end of a fit overwrites weights with averages."""

    def __init__(self, files):
        super().__init__()
        self.files = files

    def on_train_batch_end(self, batch, logs=None):
        if batch in self.files:
            self.model.save(self.files[batch])


def _fit(folder, name, excluded, rows, batch, saves):
    net = keras.models.load_model(os.path.join(folder, name))
    net.run_eagerly = True
    optimizer = getattr(net.optimizer, "inner_optimizer", net.optimizer)
    if excluded:
        optimizer.exclude_from_weight_decay(var_names=excluded)
    # What Keras makes of its own configuration is the same again.
    config = net.optimizer.get_config()
    again = type(net.optimizer).from_config(copy.deepcopy(config)).get_config()
    assert again == config, (again, config)
    load = lambda file: np.load(os.path.join(folder, file))[rows[0] : rows[1]]
    saver = _Saver({step: os.path.join(folder, file) for step, file in saves.items()})
    net.fit([load("x.npy"), load("image.npy")], load("y.npy"), batch_size=batch, shuffle=False, verbose=0, callbacks=[saver])
    return net


def case(folder, steps, middle, batch, excluded):
    """All steps from the start, saving on the way; and the second half from where Java was in the middle."""
    net = _fit(folder, "start.keras", excluded, (0, steps * batch), batch, {middle - 1: "middle.keras", steps - 1: "end.keras"})
    net.save(os.path.join(folder, "final.keras"))
    _fit(folder, "java_middle.keras", excluded, (middle * batch, steps * batch), batch, {steps - middle - 1: "end_from_java.keras"})
    return {"classes": [type(net.optimizer).__name__]}


def schedule(folder, config, steps):
    """The rate of every step, in float32 as Keras has it, and its configuration once more."""
    rate = keras.optimizers.schedules.deserialize(config)
    values = [float(rate(np.int64(step))) for step in range(steps)]
    return {"values": values, "config": keras.optimizers.schedules.serialize(rate)}


def parts(folder, model):
    """Which optimizer each weight of a model has."""
    net = keras.models.load_model(os.path.join(folder, model))
    return {v.path: type(net.optimizer._optimizer_map(v)).__name__ for v in net.trainable_variables}
