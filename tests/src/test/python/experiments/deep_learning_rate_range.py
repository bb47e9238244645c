"""Twin of deep-learning-rate-range."""

import keras
import numpy as np

import deep

LOWEST, HIGHEST, STEPS = 1e-5, 10.0, 300
SMOOTHING, STOP = 0.9, 4.0


class RangeTest(keras.callbacks.Callback):
    """A rate that grows from step to step, and the losses of the batches, which Keras tells as means since the epoch began."""

    def __init__(self):
        super().__init__()
        self.rates, self.losses, self.smoothed = [], [], []
        self.average, self.sum = 0.0, 0.0

    def on_epoch_begin(self, epoch, logs=None):
        self.sum = 0.0

    def on_train_batch_begin(self, batch, logs=None):
        self.rates.append(LOWEST * (HIGHEST / LOWEST) ** (len(self.rates) / (STEPS - 1)))
        self.model.optimizer.learning_rate = self.rates[-1]

    def on_train_batch_end(self, batch, logs=None):
        # All batches but an epoch's last have the same size, and that one counts nearly as much.
        total = logs["loss"] * (batch + 1)
        self.losses.append(total - self.sum)
        self.sum = total
        step = len(self.losses)
        self.average = SMOOTHING * self.average + (1 - SMOOTHING) * self.losses[-1]
        self.smoothed.append(self.average / (1 - SMOOTHING ** step))
        best = np.nanmin(self.smoothed)
        if step == STEPS or not np.isfinite(self.losses[-1]) or self.smoothed[-1] > STOP * best:
            self.model.stop_training = True
            # Keras stops at an epoch's end; the steps until then are not part of the test.
            raise StopIteration


def run(lab):
    data = deep.fashion(lab, 5_000)
    epochs = lab.choose(3, 10)

    def test(_, cell):
        model = deep.compiled(deep.elu_network(), keras.optimizers.SGD(LOWEST))
        watch = RangeTest()
        try:
            model.fit(data.x, data.y, epochs=100, callbacks=[watch], verbose=0)
        except StopIteration:
            pass
        rates, smoothed = np.array(watch.rates), np.array(watch.smoothed)
        lowest = int(np.nanargmin(smoothed))
        slopes = np.gradient(smoothed, np.log(rates))
        return cell.outcome({"rate": rates, "loss": watch.losses, "smoothed": smoothed}, {
            "suggested": rates[lowest] / 2,
            "minimum / 10": rates[lowest] / 10,
            "steepest": rates[int(np.nanargmin(slopes[:lowest + 1]))],
            "last_rate": rates[-1],
        })

    suggested = {outcome["seed"]: outcome["results"]["suggested"]
                 for outcome in lab.compare("range", {"range test": None}, test)}

    def train(factor, cell):
        rate = factor * suggested[cell.seed]
        outcome = deep.classify(deep.elu_network(), keras.optimizers.SGD(rate), data, epochs, cell,
                                [keras.callbacks.TerminateOnNaN()],
                                lambda model, history: {"last_loss": history["loss"][-1], "learning_rate": rate})
        # Cornu ends a training whose loss is not finite, and has no results then.
        if not np.isfinite(outcome["history"]["loss"]).all():
            outcome["results"] = {"test_loss": np.nan, "test_accuracy": np.nan, "last_loss": np.nan,
                                  "learning_rate": rate}
        return outcome

    lab.compare("rates", {"a tenth": 0.1, "minimum / 10": 0.2, "suggested": 1.0, "ten times": 10.0}, train)
