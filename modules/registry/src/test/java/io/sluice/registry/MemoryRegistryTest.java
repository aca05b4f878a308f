package io.sluice.registry;

class MemoryRegistryTest extends RegistryContract {
    private final MemoryRegistry registry = new MemoryRegistry();
    private final MemoryRegistry another = registry.peer();

    @Override
    Registry registry() {
        return registry;
    }

    @Override
    Registry another() {
        return another;
    }
}
