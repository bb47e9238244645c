package io.cornu.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {
    private static final DeviceInfo CPU = new DeviceInfo("/job:localhost/replica:0/task:0/device:CPU:0", "CPU", 0, 1);
    private static final DeviceInfo GPU_0 = new DeviceInfo("/job:localhost/replica:0/task:0/device:GPU:0", "GPU", 0, 1);
    private static final DeviceInfo GPU_1 = new DeviceInfo("/job:localhost/replica:0/task:0/device:GPU:1", "GPU", 1, 1);

    @Test
    void readsWhatItWrites() {
        for (Device device : List.of(Device.automatic(), Device.cpu(), Device.gpu(0), Device.gpu(12))) {
            assertThat(Device.parse(device.toString())).isEqualTo(device);
        }
        assertThat(Device.parse(" GPU ")).isEqualTo(Device.gpu(0));
        assertThat(Device.parse("CPU")).isEqualTo(Device.cpu());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tpu", "gpu:", "gpu:-1", "gpu:x", "gpu:99999999999", "cpu:1"})
    void namesTheWordsItKnows(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Device.parse(text))
                .withMessageContaining("auto, cpu or gpu:N")
                .withMessageContaining("'" + text + "'");
    }

    @Test
    void refusesNegativeGpu() {
        assertThatIllegalArgumentException().isThrownBy(() -> Device.gpu(-1)).withMessageContaining("-1");
    }

    @Test
    void automaticTakesTheFirstGpuOrElseTheCpu() {
        assertThat(choose(Device.automatic(), CPU, GPU_0, GPU_1)).isEqualTo(GPU_0);
        assertThat(choose(Device.automatic(), CPU)).isEqualTo(CPU);
    }

    @Test
    void explicitWishesAreTakenAtTheirWord() {
        assertThat(choose(Device.cpu(), CPU, GPU_0)).isEqualTo(CPU);
        assertThat(choose(Device.gpu(1), CPU, GPU_0, GPU_1)).isEqualTo(GPU_1);
    }

    @Test
    void missingGpuIsAnErrorWithItsReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> choose(Device.gpu(0), CPU))
                .withMessageContaining("gpu:0")
                .withMessageContaining("because of the moon");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> choose(Device.gpu(2), CPU, GPU_0, GPU_1))
                .withMessageContaining("gpu:2")
                .withMessageContaining("gpu:0, gpu:1");
    }

    @Test
    void thisMachineHasCpu() {
        assertThat(Devices.list()).anySatisfy(info -> {
            assertThat(info.type()).isEqualTo("CPU");
            assertThat(info.placement()).isEqualTo("/device:CPU:0");
            assertThat(info.shortName()).isEqualTo("cpu");
            assertThat(info.name()).endsWith("device:CPU:0");
        });
        assertThat(Devices.require(Device.cpu()).type()).isEqualTo("CPU");
    }

    @Test
    void theReasonIsGivenExactlyWhereThereIsNoGpu() {
        boolean gpu = Devices.list().stream().anyMatch(DeviceInfo::isGpu);
        assertThat(Devices.whyNoGpu().isPresent()).isNotEqualTo(gpu);
        assertThat(Devices.require(Device.automatic()).isGpu()).isEqualTo(gpu);
    }

    @Test
    void nativeLibraryIsTheOneTheApiWasMadeFor() {
        // TensorFlow Java 1.1.0 wraps TensorFlow 2.18.0.
        NativeLibrary library = NativeLibrary.load();
        assertThat(library.version()).isEqualTo("2.18.0");
        assertThat(library.file()).exists();
        assertThat(library.gpuBuild()).isEqualTo(library.file().toString().contains("-gpu"));
    }

    @Test
    void gpuProblemsComeTogetherWithTheirFixes() {
        GpuSupport bare = new GpuSupport(
                "linux-x86_64", false, false, List.of("libcuda.so.1", "libcudnn.so.9"), Optional.of("-1"));
        assertThat(String.join(" ", bare.problems()))
                .containsSubsequence("No NVIDIA driver", "--gpu", "libcudnn.so.9", "CUDA_VISIBLE_DEVICES='-1'");
    }

    @Test
    void gpuProblemsNameOnlyWhatIsWrong() {
        GpuSupport noDnn = new GpuSupport("linux-x86_64", true, true, List.of("libcudnn.so.9"), Optional.of("0"));
        assertThat(noDnn.problems()).singleElement().asString().contains("libcudnn.so.9", "cuDNN 9");
        GpuSupport container = new GpuSupport("linux-x86_64", true, true, List.of("libcuda.so.1"), Optional.empty());
        assertThat(container.problems()).singleElement().asString().contains("container toolkit");
        GpuSupport fine = new GpuSupport("linux-x86_64", true, true, List.of(), Optional.empty());
        assertThat(fine.problems()).singleElement().asString().contains("TF_CPP_MIN_LOG_LEVEL=0");
        GpuSupport mac = new GpuSupport("macosx-arm64", false, false, List.of(), Optional.empty());
        assertThat(mac.problems()).singleElement().asString().contains("macosx-arm64");
    }

    private static DeviceInfo choose(Device wish, DeviceInfo... devices) {
        return Devices.choose(wish, List.of(devices), () -> "because of the moon");
    }
}
