"""So many in so much time."""

from reference.server.offered.rate import Rate, Rates


def test_there_is_one_more_when_the_oldest_is_long_enough_ago() -> None:
    rate = Rate(2, 60)
    rate.count(100.0)
    rate.count(130.5)

    assert [rate.wait(t) for t in (131.0, 159.5, 160.0)] == [29, 1, 0]


def test_each_has_a_rate_of_its_own() -> None:
    rates = Rates(1, 60)
    rates.count("alice", 100.0)

    assert (rates.wait("alice", 101.0), rates.wait("bob", 101.0)) == (59, 0)


def test_who_has_been_idle_is_forgotten() -> None:
    rates = Rates(1, 60)
    for who in range(100):
        rates.count(who, 100.0 + who)

    assert len(rates) == 60
    assert rates.wait(99, 199.0) == 60
