package io.cornu.cli;

import io.cornu.cli.TextTable.Align;
import io.cornu.runtime.DeviceInfo;
import io.cornu.runtime.NativeLibrary;
import io.cornu.runtime.Versions;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What {@link Doctor} found out. The later parts are empty where an earlier one failed.
 *
 * @param machine the machine
 * @param library TensorFlow's native library
 * @param devices what TensorFlow can compute on
 * @param whyNoGpu why there is no GPU among them
 * @param device the one that training would use
 * @param computation how long a small computation took there
 * @param problem what keeps training from working
 */
@RecordBuilder
record DoctorReport(
        Machine machine,
        Optional<NativeLibrary> library,
        List<DeviceInfo> devices,
        Optional<String> whyNoGpu,
        Optional<DeviceInfo> device,
        Optional<Duration> computation,
        Optional<String> problem)
        implements DoctorReportBuilder.With {
    static DoctorReport of(Machine machine) {
        return new DoctorReport(
                machine,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    String asText() {
        TextTable table = TextTable.of(Align.LEFT, Align.LEFT)
                .row("Cornu", Versions.current().cornu())
                .row("TensorFlow", tensorFlow())
                .row("System", machine.operatingSystem())
                .row("Java", machine.java())
                .row("Processor", machine.processor() + ", " + machine.cores() + " cores")
                .row("Features", String.join(" ", machine.processorFeatures()))
                .row(
                        "Memory",
                        gigabytes(machine.memoryBytes()) + ", " + gigabytes(machine.availableMemoryBytes())
                                + " available, Java heap up to " + gigabytes(machine.javaHeapBytes()))
                .row("Natives", natives())
                .row("Devices", devices.isEmpty() ? "unknown" : devicesText())
                .row("GPU", whyNoGpu.map(reason -> "none. " + reason).orElse(devices.isEmpty() ? "unknown" : "usable"))
                .row("Computation", computationText());
        return table + (problem.isPresent() ? "" : "Training works here." + System.lineSeparator());
    }

    Map<String, Object> asMap() {
        Versions versions = Versions.current();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("ok", problem.isEmpty());
        map.put("cornu", versions.cornu());
        map.put("tensorflow_java", versions.tensorFlowJava());
        library.ifPresent(loaded -> {
            map.put("tensorflow", loaded.version());
            map.put("gpu_build", loaded.gpuBuild());
            map.put("native_library", loaded.file().toString());
            map.put("native_load_seconds", seconds(loaded.loading()));
        });
        map.put("operating_system", machine.operatingSystem());
        map.put("java", machine.java());
        map.put("processor", machine.processor());
        map.put("cores", machine.cores());
        map.put("processor_features", machine.processorFeatures());
        map.put("memory_bytes", machine.memoryBytes());
        map.put("available_memory_bytes", machine.availableMemoryBytes());
        map.put("java_heap_bytes", machine.javaHeapBytes());
        map.put("devices", devices.stream().map(DoctorReport::asMap).toList());
        whyNoGpu.ifPresent(reason -> map.put("why_no_gpu", reason));
        device.ifPresent(chosen -> map.put("device", chosen.shortName()));
        computation.ifPresent(time -> map.put("computation_seconds", seconds(time)));
        problem.ifPresent(text -> map.put("problem", text));
        return map;
    }

    private static Map<String, Object> asMap(DeviceInfo info) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", info.shortName());
        map.put("type", info.type());
        map.put("memory_bytes", info.memoryBytes());
        return map;
    }

    private String tensorFlow() {
        String java = "Java " + Versions.current().tensorFlowJava();
        return library.map(loaded -> loaded.version() + " (" + (loaded.gpuBuild() ? "GPU" : "CPU") + " build), " + java)
                .orElse("not loaded, " + java);
    }

    private String natives() {
        return library.map(loaded -> {
                    String free = freeBytes(loaded.file()).isPresent()
                            ? ", " + gigabytes(freeBytes(loaded.file()).getAsLong()) + " free there"
                            : "";
                    return loaded.file() + ", loaded in " + rounded(loaded.loading()) + free;
                })
                .orElse("not loaded");
    }

    private String devicesText() {
        return devices.stream()
                .map(info ->
                        info.isGpu() ? info.shortName() + " (" + gigabytes(info.memoryBytes()) + ")" : info.shortName())
                .collect(Collectors.joining(", "));
    }

    private String computationText() {
        return computation
                .flatMap(time -> device.map(chosen -> "convolution, matrix product and gradients right on "
                        + chosen.shortName() + ", in " + rounded(time)))
                .orElse("not done");
    }

    private static OptionalLong freeBytes(Path file) {
        try {
            return OptionalLong.of(Files.getFileStore(file).getUsableSpace());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    private static String rounded(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", seconds(duration));
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
