package io.caxton.core.storage;

class InMemoryLocalStateTest extends LocalStateContract {
    @Override
    protected LocalState create() {
        return new InMemoryLocalState();
    }
}
