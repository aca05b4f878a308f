package io.sluice.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.sluice.app.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Every role has a Deployment that may do little, is probed, and has time to drain. */
class DeploymentsTest {
    private static final String COMPONENT = "app.kubernetes.io/component";

    private static PodSpec pod(Role role) throws IOException {
        return Manifests.one(Deployment.class, role.word()).getSpec().getTemplate().getSpec();
    }

    private static Container container(Role role) throws IOException {
        assertThat(pod(role).getContainers()).hasSize(1);
        return pod(role).getContainers().getFirst();
    }

    @ParameterizedTest
    @EnumSource
    void podsAreFoundByTheirLabel(Role role) throws IOException {
        Map<String, String> label = Map.of(COMPONENT, role.word());
        Deployment deployment = Manifests.one(Deployment.class, role.word());
        assertThat(deployment.getSpec().getSelector().getMatchLabels()).isEqualTo(label);
        assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels()).isEqualTo(label);
        PodDisruptionBudget budget = Manifests.one(PodDisruptionBudget.class, role.word());
        assertThat(budget.getSpec().getSelector().getMatchLabels()).isEqualTo(label);
        assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void podsMayDoLittle(Role role) throws IOException {
        PodSpec pod = pod(role);
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(Dockerfile.user());
        assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                .isEqualTo("RuntimeDefault");
        var security = container(role).getSecurityContext();
        assertThat(security.getReadOnlyRootFilesystem()).isTrue();
        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
        // What is written goes to a volume.
        assertThat(container(role).getVolumeMounts())
                .anySatisfy(
                        it -> {
                            assertThat(it.getMountPath()).isEqualTo("/tmp");
                            assertThat(it.getReadOnly()).isNotEqualTo(true);
                        });
    }

    @ParameterizedTest
    @EnumSource
    void podsAreProbed(Role role) throws IOException {
        Container container = container(role);
        assertProbe(container.getStartupProbe(), "/health/live");
        assertProbe(container.getLivenessProbe(), "/health/live");
        assertProbe(container.getReadinessProbe(), "/health/ready");
    }

    private static void assertProbe(Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management");
    }

    @ParameterizedTest
    @EnumSource
    void podsHaveTwiceTheTimeOfTheirDrain(Role role) throws IOException {
        long drain = RoleSettings.drainLimit(role).toSeconds();
        assertThat(pod(role).getTerminationGracePeriodSeconds()).isGreaterThanOrEqualTo(2 * drain);
    }

    /** A heap of half the memory leaves as much for buffers, threads and code. */
    @ParameterizedTest
    @EnumSource
    void heapAndMemoryFit(Role role) throws IOException {
        Container container = container(role);
        Map<String, Quantity> requests = container.getResources().getRequests();
        assertThat(requests).containsKeys("cpu", "memory");
        Quantity memory = container.getResources().getLimits().get("memory");
        assertThat(requests.get("memory")).isEqualTo(memory);
        String heap =
                container.getEnv().stream()
                        .filter(it -> it.getName().equals("SLUICE_HEAP"))
                        .findAny()
                        .orElseThrow()
                        .getValue();
        long mebibytes = Long.parseLong(heap.replace("m", ""));
        assertThat(mebibytes << 20).isLessThan(memory.getNumericalAmount().longValue() * 2 / 3);
    }

    @Test
    void servicesAndPoliciesNamePortsThatPodsHave() throws IOException {
        for (Service service : Manifests.all(Service.class)) {
            var spec = service.getSpec();
            spec.getPorts()
                    .forEach(it -> assertPort(spec.getSelector(), it.getTargetPort().getStrVal()));
        }
        for (NetworkPolicy policy : Manifests.all(NetworkPolicy.class)) {
            var spec = policy.getSpec();
            spec.getIngress().stream()
                    .flatMap(it -> it.getPorts().stream())
                    .forEach(
                            it ->
                                    assertPort(
                                            spec.getPodSelector().getMatchLabels(),
                                            it.getPort().getStrVal()));
        }
    }

    /** A selector without a component means every role. */
    private static void assertPort(Map<String, String> selector, String port) {
        List<Role> roles =
                selector.containsKey(COMPONENT)
                        ? List.of(Role.of(selector.get(COMPONENT)).orElseThrow())
                        : List.of(Role.values());
        for (Role role : roles) {
            try {
                assertThat(container(role).getPorts())
                        .as(role.word())
                        .extracting(ContainerPort::getName)
                        .contains(port);
            } catch (IOException failed) {
                throw new AssertionError(failed);
            }
        }
    }

    @Test
    void whatScalesIsThereAndFixesNoNumberItself() throws IOException {
        for (HorizontalPodAutoscaler scaler : Manifests.all(HorizontalPodAutoscaler.class)) {
            String name = scaler.getSpec().getScaleTargetRef().getName();
            assertThat(Manifests.one(Deployment.class, name).getSpec().getReplicas()).isNull();
        }
    }
}
