"""Twin of deep-monte-carlo-dropout."""

import deep
from experiments.deep_dropout import network

PASSES = 100


def run(lab):
    data = deep.fashion(lab, 5_000)

    def monte_carlo(model, history):
        return deep.scores(deep.predict_monte_carlo(model, data.x_test, PASSES), data.y_test)

    def train(rate, cell):
        return deep.classify(network(rate), deep.momentum(), data, lab.choose(5, 10), cell, more=monte_carlo)

    lab.compare("monte-carlo", {"dropout 0.2": 0.2}, train)
