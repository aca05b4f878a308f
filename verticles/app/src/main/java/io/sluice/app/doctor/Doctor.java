package io.sluice.app.doctor;

import io.sluice.app.InstallationSettings;
import io.sluice.app.Role;
import io.sluice.runtime.Causes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Examines the backends of an installation, each on a thread of its own, so that one that does not
 * answer delays no other.
 */
public final class Doctor {
    /** Longest that one backend may take. */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<Examination> examinations = new ArrayList<>();

    /** Examines what these roles need of the settings. */
    public Doctor(InstallationSettings settings, Set<Role> roles) {
        boolean loads = roles.contains(Role.LOADER);
        boolean stores = loads || roles.contains(Role.BATCHER);
        examinations.add(KafkaExamination.of(settings.backends().kafka()));
        examinations.add(RegistryExamination.of(settings.backends().registry()));
        if (stores) {
            examinations.add(StorageExamination.of(settings.backends().storage()));
        }
        if (loads) {
            examinations.add(
                    WarehouseExamination.of(
                            settings.backends().warehouse(), settings.backends().storage()));
        }
    }

    Doctor(List<Examination> examinations) {
        this.examinations.addAll(examinations);
    }

    /** Examines all at once, and tells in order; returns when the last has ended or its time. */
    public List<Finding> examine(Consumer<String> progress) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Future<List<Finding>>> running =
                    examinations.stream().map(it -> threads.submit(it.work())).toList();
            for (int i = 0; i < running.size(); i++) {
                progress.accept(examinations.get(i).subject());
                findings.addAll(await(examinations.get(i), running.get(i)));
            }
        } finally {
            // Not close, which would wait for what does not answer.
            threads.shutdownNow();
        }
        return findings;
    }

    private static List<Finding> await(Examination examination, Future<List<Finding>> running)
            throws InterruptedException {
        try {
            return running.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return List.of(
                    Finding.failure(
                            examination.subject(),
                            "no answer within " + LIMIT.toSeconds() + " s",
                            examination.remedy()));
        } catch (ExecutionException failed) {
            return List.of(
                    Finding.failure(
                            examination.subject(), Causes.inOneLine(failed), examination.remedy()));
        }
    }
}
