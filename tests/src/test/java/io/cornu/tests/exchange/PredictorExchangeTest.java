package io.cornu.tests.exchange;

import io.cornu.savedmodels.serving.Predictor;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Python trained, behind the door for services, from every form that predicts. */
@NeedsPython
class PredictorExchangeTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"python.keras", "python.h5", "python_savedmodel"})
    void predictsAsKerasDid(String file, PythonWorker python) throws IOException {
        python.call("matrix", "write", folder, Map.of("family", "convolutional", "steps", 1));
        ExchangeFolder exchanged = new ExchangeFolder(folder);
        try (Predictor predictor = Predictor.open(folder.resolve(file))) {
            exchanged.requirePredictions(predictor.predict(exchanged.load("x")));
        }
    }

    @Test
    void takesSeveralInputsAndGivesSeveralOutputs(PythonWorker python) throws IOException {
        python.call("matrix", "write", folder, Map.of("family", "two_ends", "steps", 1));
        ExchangeFolder exchanged = new ExchangeFolder(folder);
        try (Predictor predictor = Predictor.open(folder.resolve("python.keras"))) {
            exchanged.requirePredictions(predictor.predict(exchanged.load("x")));
        }
    }
}
