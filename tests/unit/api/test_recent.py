import threading

from consumo.api.recent import Recent


def test_forgets_the_least_recently_used():
    recent = Recent[str, int](2)
    recent.put("a", 1)
    recent.put("b", 2)
    assert recent.get("a") == 1
    recent.put("c", 3)
    assert [recent.get(k) for k in "abc"] == [1, None, 3]


def test_holds_between_threads():
    recent = Recent[int, int](50)

    def work(start):
        for k in range(start, start + 2000):
            recent.put(k % 80, k % 80)
            assert recent.get(k % 80) in {k % 80, None}

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sum(recent.get(k) is not None for k in range(80)) == 50
