"""Twin of mnist-random-search: gradient descent by Keras, the random search as the course's picture has it."""

import keras
import numpy as np

import twin

TRIES = 20


def random_search(model, x, y, step, evaluations, seed):
    """A step of a fixed length in a random direction, kept where the loss falls."""
    random = np.random.default_rng(seed)
    weights = model.get_weights()

    def loss(values):
        model.set_weights(values)
        return model.evaluate(x, y, batch_size=len(x), verbose=0)[0]

    best, losses = loss(weights), []
    for i in range(evaluations // TRIES * TRIES):
        direction = [random.standard_normal(weight.shape) for weight in weights]
        length = np.sqrt(sum((part ** 2).sum() for part in direction))
        candidate = [weight + step / length * part for weight, part in zip(weights, direction)]
        other = loss(candidate)
        if other < best:
            weights, best = candidate, other
        if i % TRIES == TRIES - 1:
            losses.append(best)
    model.set_weights(weights)
    return losses


def run(lab):
    (x, y), (x_test, y_test) = lab.data("mnist")
    x, x_test = twin.unit(x, x_test)
    evaluations = lab.choose(1000, 2000)

    def train(way, cell):
        kind, step = way
        model = twin.mlp(10)
        model.compile(optimizer=keras.optimizers.SGD(step), loss="sparse_categorical_crossentropy",
                      metrics=["sparse_categorical_accuracy"])
        if kind == "random":
            losses = random_search(model, x, y, step, evaluations, cell.seed)
        else:
            losses = model.fit(x, y, epochs=evaluations, batch_size=len(x), verbose=0).history["loss"]
        train_loss = model.evaluate(x, y, batch_size=1000, verbose=0)[0]
        return cell.outcome({"loss": losses}, {**twin.tested(model, x_test, y_test), "train_loss": train_loss})

    lab.compare("ways down", {
        "random steps of 0.1": ("random", 0.1),
        "random steps of 1": ("random", 1.0),
        "gradient descent 0.1": ("gradient", 0.1),
        "gradient descent 0.5": ("gradient", 0.5),
    }, train)
