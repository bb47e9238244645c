"""Twin of deep-smote."""

import keras
import numpy as np

import deep

RARE, ONE_IN, NEIGHBORS = 6, 20, 5


def unbalanced(x, y):
    rare = np.flatnonzero(y == RARE)
    kept = np.ones(len(y), bool)
    kept[rare] = np.arange(len(rare)) % ONE_IN == 0
    return x[kept], y[kept]


def smote(x, y, random):
    """Chawla et al. 2002: between an example and one of its nearest neighbors of the class, up to the largest class."""
    flat = x.reshape(len(x), -1)
    counts = np.bincount(y)
    xs, ys = [flat], [y]
    for number, count in enumerate(counts):
        own = flat[y == number]
        missing = counts.max() - count
        if not missing:
            continue
        start = random.integers(len(own), size=missing)
        made = np.empty((missing, flat.shape[1]), "float32")
        for i, place in enumerate(start):
            distances = ((own - own[place]) ** 2).sum(axis=1)
            distances[place] = np.inf
            nearest = np.argpartition(distances, NEIGHBORS)[:NEIGHBORS]
            made[i] = own[place] + random.random() * (own[random.choice(nearest)] - own[place])
        xs.append(made)
        ys.append(np.full(missing, number, y.dtype))
    return np.concatenate(xs).reshape(-1, *x.shape[1:]), np.concatenate(ys)


def network():
    layers = keras.layers
    return keras.Sequential([
        layers.Input((28, 28, 1)), layers.Flatten(), layers.Dense(100, activation="relu"),
        layers.Dense(10, activation="softmax")])


def run(lab):
    data = deep.fashion(lab, 5_000)
    few = unbalanced(data.x, data.y)
    balanced = smote(*few, np.random.default_rng(42))

    def rare_class(model, history):
        predicted = model.predict(data.x_test, batch_size=256, verbose=0).argmax(axis=1)
        found = ((predicted == RARE) & (data.y_test == RARE)).sum()
        taken = (predicted == RARE).sum()
        return {"recall_of_rare": found / (data.y_test == RARE).sum(),
                "precision_of_rare": found / taken if taken else np.nan}

    def train(examples, cell):
        data.x, data.y = examples
        return deep.classify(network(), deep.momentum(), data, lab.choose(5, 20), cell, more=rare_class)

    lab.compare("smote", {"few shirts": few, "SMOTE": balanced}, train)
