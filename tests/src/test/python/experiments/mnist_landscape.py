"""Twin of mnist-landscape; its random directions are NumPy's, and so others than Java's."""

import keras
import numpy as np

import twin

EXAMPLES = 1000


def direction(kernel, random):
    """Random numbers, each column as long as the kernel's."""
    drawn = random.standard_normal(kernel.shape)
    return drawn * np.linalg.norm(kernel, axis=0) / (np.linalg.norm(drawn, axis=0) + 1e-10)


def loss(x, y, first, first_bias, second, second_bias):
    hidden = np.maximum(0, x @ first + first_bias)
    scores = hidden @ second + second_bias
    scores -= scores.max(axis=1, keepdims=True)
    right = scores[np.arange(len(y)), y] - np.log(np.exp(scores).sum(axis=1))
    # Keras keeps probabilities away from 0.
    return -np.maximum(right, np.log(1e-7)).mean()


def landscape(weights, x, y, points, random):
    first, first_bias, second, second_bias = (weight.astype("float64") for weight in weights)
    one, other = [[direction(kernel, random) for kernel in (first, second)] for _ in range(2)]
    steps = np.linspace(-1, 1, points)
    return np.array([[loss(x, y, first + a * one[0] + b * other[0], first_bias,
                           second + a * one[1] + b * other[1], second_bias) for a in steps] for b in steps])


def not_convex(grid):
    rows = grid[:, 1:-1] > (grid[:, :-2] + grid[:, 2:]) / 2
    columns = grid[1:-1] > (grid[:-2] + grid[2:]) / 2
    return (rows.sum() + columns.sum()) / (rows.size + columns.size)


def run(lab):
    (x, y), (x_test, y_test) = lab.data("mnist")
    x, x_test = twin.unit(x, x_test)
    points = lab.choose(17, 33)

    few, classes = x[:EXAMPLES].reshape(EXAMPLES, -1).astype("float64"), y[:EXAMPLES].reshape(-1)

    def trained(width, start, cell):
        model = twin.mlp(width)
        model.compile(optimizer=keras.optimizers.SGD(0.1), loss="sparse_categorical_crossentropy",
                      metrics=["sparse_categorical_accuracy"])
        cell.begin(model, start)
        model.fit(x, y, epochs=lab.choose(10, 5), batch_size=64, verbose=0)
        return model

    def train(width, cell):
        model = trained(width, 0, cell)
        one, other = model.get_weights(), trained(width, 1, cell).get_weights()
        line = [loss(few, classes, *((1 - at) * a.astype("float64") + at * b for a, b in zip(one, other)))
                for at in np.linspace(0, 1, (points + 1) // 2)]
        grid = landscape(one, few, classes, points, np.random.default_rng(cell.seed))
        middle = grid[points // 2, points // 2]
        border = np.concatenate([grid[0], grid[-1], grid[1:-1, 0], grid[1:-1, -1]])
        return cell.outcome({}, {
            "loss_in_the_middle": middle,
            "rise_at_the_edge": border.mean() - middle,
            "share_not_convex": not_convex(grid),
            "barrier": max(line) - max(line[0], line[-1]),
            **twin.tested(model, x_test, y_test),
        })

    lab.compare("landscapes", {f"{width} units": width for width in (4, 128)}, train)
