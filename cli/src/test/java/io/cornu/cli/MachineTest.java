package io.cornu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.runtime.Device;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {
    @Test
    void readsProcessorFeatures() {
        List<String> intel = List.of("processor\t: 0", "flags\t\t: fpu avx avx2 fma avx512_bf16 amx_bf16 avx_other");
        assertThat(Machine.features(intel)).containsExactly("avx", "avx2", "fma", "avx512_bf16", "amx_bf16");
        List<String> arm = List.of("processor\t: 0", "Features\t: fp asimd i8mm bf16");
        assertThat(Machine.features(arm)).containsExactly("asimd", "i8mm", "bf16");
        assertThat(Machine.features(List.of())).isEmpty();
    }

    @Test
    void readsAvailableMemory() {
        assertThat(Machine.available(List.of("MemTotal: 9 kB", "MemAvailable:    2048 kB"), 7))
                .isEqualTo(2_097_152);
        assertThat(Machine.available(List.of("MemAvailable: much"), 7)).isEqualTo(7);
        assertThat(Machine.available(List.of(), 7)).isEqualTo(7);
    }

    @Test
    void doctorSparesProcessorWithoutAvx() {
        Machine old = new Machine("Linux 6.1 amd64", "17", "Celeron", 2, List.of(), 1, 1, 1);
        DoctorReport report = Doctor.examine(old, Device.automatic());
        assertThat(report.problem().orElseThrow()).contains("AVX").contains("Celeron");
        assertThat(report.library()).isEmpty();
        assertThat(report.asText()).contains("not loaded").doesNotContain("Training works");
        assertThat(report.asMap()).containsEntry("ok", false).containsKey("problem");
    }

    @Test
    void onlyX86NeedsAvx() {
        assertThat(new Machine("Linux 6.1 aarch64", "17", "Graviton", 2, List.of(), 1, 1, 1).lacksAvx())
                .isFalse();
        assertThat(new Machine("Linux 6.1 amd64", "17", "Xeon", 2, List.of("avx"), 1, 1, 1).lacksAvx())
                .isFalse();
    }

    @Test
    void gpuBuildMeansGpu() {
        assertThat(DeviceOption.ofEnvironment("1")).isEqualTo(Device.gpu(0));
        assertThat(DeviceOption.ofEnvironment("0")).isEqualTo(Device.automatic());
        assertThat(DeviceOption.ofEnvironment("")).isEqualTo(Device.automatic());
    }
}
