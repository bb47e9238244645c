"""Twin of cifar10-schedules."""

import keras
import tensorflow as tf

import twin

HIGHEST = 0.01
LOWEST = 1e-5


class OneCycle(keras.optimizers.schedules.LearningRateSchedule):
    """PyTorch's OneCycleLR with its defaults: up in 30 % of the steps, along the cosine."""

    def __init__(self, highest, lowest, steps):
        self.first, self.highest, self.lowest = highest / 25, highest, lowest
        self.last = steps - 1.0
        self.top = 0.3 * self.last

    def __call__(self, step):
        step = tf.cast(step, tf.float32)
        up = self.between(self.first, self.highest, step / self.top)
        down = self.between(self.highest, self.lowest, (step - self.top) / (self.last - self.top))
        return tf.where(step <= self.top, up, down)

    @staticmethod
    def between(start, end, done):
        return start + (end - start) * (1 - tf.cos(3.14159265358979 * tf.minimum(done, 1.0))) / 2


def run(lab):
    (x, y), (x_test, y_test) = lab.data("cifar-10")
    x, x_test = twin.standardized(x, x_test)
    epochs = lab.choose(2, 20)
    steps = epochs * ((int(len(x) * 0.9) + 63) // 64)

    def train(schedule, cell):
        model = twin.base_cnn()
        model.compile(optimizer=keras.optimizers.SGD(schedule, momentum=0.9), loss="sparse_categorical_crossentropy",
                      metrics=["sparse_categorical_accuracy"])
        history = model.fit(x, y, validation_split=0.1, epochs=epochs, batch_size=64, verbose=0)
        return cell.outcome(history, twin.tested(model, x_test, y_test))

    schedules = keras.optimizers.schedules
    lab.compare("schedules", {
        "constant": HIGHEST,
        "exponential": schedules.ExponentialDecay(HIGHEST, steps, LOWEST / HIGHEST),
        "cosine": schedules.CosineDecay(HIGHEST, steps, alpha=LOWEST / HIGHEST),
        "one cycle": OneCycle(HIGHEST, LOWEST, steps),
    }, train)
