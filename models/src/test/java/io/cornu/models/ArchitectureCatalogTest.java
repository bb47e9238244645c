package io.cornu.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cornu.model.Architecture;
import io.cornu.models.applications.Applications;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class ArchitectureCatalogTest {
    @Test
    void holdsTheCoursesNetworksAndTheApplications() {
        assertThat(ArchitectureCatalog.names()).startsWith("base-cnn", "mlp").containsAll(Applications.names());
        assertThat(ArchitectureCatalog.summaries()).containsOnlyKeys(ArchitectureCatalog.names());
    }

    @Test
    void applicationsTakeTheShapeAndClassesOfTheData() {
        Architecture network = ArchitectureCatalog.get("mobilenetv2", Shape.of(32, 32, 3), 10);
        assertThat(network.graph().inputShapes().get(0).asArray()).containsExactly(-1, 32, 32, 3);
        assertThat(network.graph().outputShapes().get(0).asArray()).containsExactly(-1, 10);
    }

    @Test
    void dataThatAnApplicationCannotTakeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArchitectureCatalog.get("resnet50", Shape.of(28, 28, 1), 10))
                .withMessageContainingAll("ResNet50", "at least 32 x 32", "[28, 28, 1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArchitectureCatalog.get("vgg16", Shape.of(784), 10))
                .withMessageContainingAll("vgg16", "images", "784");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArchitectureCatalog.get("resnet51", Shape.of(32, 32, 3), 10))
                .withMessageContainingAll("resnet51", "Did you mean 'resnet50'?");
    }
}
