"""Twin of mnist-learning-rate."""

import keras
import numpy as np

import twin


class Watch(keras.callbacks.Callback):
    """How much the losses of an epoch's batches vary, and how large the weights are after it."""

    def __init__(self, examples, batch):
        super().__init__()
        self.examples, self.batch = examples, batch
        self.deviations, self.norms, self.losses = [], [], []
        self.sum = 0.0

    def on_epoch_begin(self, epoch, logs=None):
        self.losses, self.sum = [], 0.0

    def on_train_batch_end(self, batch, logs=None):
        # Keras tells the mean over the examples of the epoch so far.
        seen = min(self.examples, (batch + 1) * self.batch)
        total = float(logs["loss"]) * seen
        self.losses.append((total - self.sum) / (seen - batch * self.batch))
        self.sum = total

    def on_epoch_end(self, epoch, logs=None):
        self.deviations.append(np.std(self.losses))
        self.norms.append(np.sqrt(sum((weight.astype("float64") ** 2).sum() for weight in self.model.get_weights())))


class Rule(keras.callbacks.Callback):
    """Twice the rate after an epoch with a lower loss, half of it else."""

    before = np.inf

    def on_epoch_end(self, epoch, logs=None):
        factor = 0.5 if logs["loss"] > self.before else 2.0
        self.model.optimizer.learning_rate = float(self.model.optimizer.learning_rate) * factor
        self.before = logs["loss"]


def run(lab):
    (x, y), (x_test, y_test) = lab.data("mnist")
    x, x_test = twin.unit(x, x_test)

    def train(setup, cell):
        rate, rules = setup
        model = twin.mlp(10)
        model.compile(optimizer=keras.optimizers.Adam(rate), loss="sparse_categorical_crossentropy",
                      metrics=["sparse_categorical_accuracy"])
        watch = Watch(int(len(x) * (1 - 0.1)), 64)
        history = model.fit(x, y, validation_split=0.1, epochs=10, batch_size=64, verbose=0,
                            callbacks=[*rules(), watch])
        return cell.outcome({**history.history, "loss_deviation": watch.deviations, "weight_norm": watch.norms}, {
            **twin.tested(model, x_test, y_test),
            "loss_deviation": watch.deviations[-1],
            "weight_norm": watch.norms[-1],
        })

    def plateaus():
        return [keras.callbacks.ReduceLROnPlateau(monitor="loss", patience=1)]

    lab.compare("rates", {
        "rate 0.00001": (1e-5, lambda: []),
        "rate 0.001": (1e-3, lambda: []),
        "rate 0.1": (0.1, lambda: []),
        "rate 0.1, lowered on plateaus": (0.1, plateaus),
        "rate 0.1, by the rule": (0.1, lambda: [Rule()]),
        "rate 0.00001, by the rule": (1e-5, lambda: [Rule()]),
    }, train)
