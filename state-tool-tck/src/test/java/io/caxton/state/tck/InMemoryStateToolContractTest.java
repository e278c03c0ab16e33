package io.caxton.state.tck;

import java.util.function.UnaryOperator;

class InMemoryStateToolContractTest extends StateToolContract {

    @Override
    protected StateToolFixture newFixture() {
        return new InMemoryFixture(UnaryOperator.identity());
    }
}
