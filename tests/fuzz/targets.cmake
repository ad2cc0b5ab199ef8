# One fuzz target a protocol or format: known to the build that makes them and to the one that runs them as tests.
set(BALLAST_FUZZ_TARGETS
    deribit_wire deribit_message okx bybit binance recording fault_script chainlink import snapshot_content policy)
