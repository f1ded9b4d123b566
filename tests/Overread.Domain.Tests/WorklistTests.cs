using CsCheck;
using Overread.Domain.Work;

namespace Overread.Domain.Tests;

public class WorklistTests
{
    [Fact]
    public void Whoever_has_seen_answers_of_others_gets_the_item_no_more_though_it_is_freed()
    {
        Worklist list = new(1) { Wanted = 3 };
        list.Add("read");
        list.Add("fresh");
        list.Take("read", "ann");
        list.ShowAll("bob");
        list.Show("fresh", "bob");
        Assert.Equal("fresh", list.Next("bob"));
        list.Free("read", "ann", offerAgain: true);
        Assert.Equal("fresh", list.Next("bob"));
        list.Take("fresh", "bob");
        Assert.Null(list.Next("bob"));
        list.RewindAll();
        Assert.Null(list.Next("bob"));
        // One's own answers are nothing to see.
        list.ShowAll("ann");
        Assert.NotNull(list.Next("ann"));
    }

    [Fact]
    public void Readers_have_orders_of_their_own_and_the_same_seed_gives_the_same_order()
    {
        Assert.Equal(Drain(Filled(30, 3), "ann"), Drain(Filled(30, 3), "ann"));
        Assert.NotEqual(Drain(Filled(30, 3), "ann"), Drain(Filled(30, 3), "bob"));
    }

    [Fact]
    public void No_item_goes_to_more_readers_than_wanted_and_none_twice_to_one() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 4], Gen.Int[1, 6])
            .Sample(
                (items, wanted, readers) =>
                {
                    Worklist list = Filled(items, wanted);
                    Dictionary<string, int> taken = [];
                    for (int r = 0; r < readers; r++)
                    {
                        List<string> mine = Drain(list, "reader" + r);
                        Assert.Equal(mine.Count, mine.Distinct().Count());
                        mine.ForEach(i => taken[i] = taken.GetValueOrDefault(i) + 1);
                    }

                    Assert.All(taken.Values, count => Assert.InRange(count, 1, wanted));
                    Assert.Equal(Math.Min(wanted, readers) * items, taken.Values.Sum());
                }
            );

    [Fact]
    public void A_freed_place_is_offered_again_but_not_to_who_skipped_it()
    {
        Worklist list = Filled(1, 1);
        Take(list, "ann");
        Assert.Null(list.Next("bob"));
        list.Free("i0", "ann", offerAgain: false);
        Assert.Null(list.Next("ann"));
        Assert.Equal("i0", list.Next("bob"));
    }

    [Fact]
    public void A_withdrawn_item_is_not_offered_and_a_restored_one_is()
    {
        Worklist list = Filled(1, 1);
        list.Remove("i0");
        Assert.Null(list.Next("ann"));
        list.Add("i0");
        Assert.Equal("i0", list.Next("ann"));
    }

    [Fact]
    public void Items_that_arrive_later_come_after_the_order_already_drawn()
    {
        Worklist list = Filled(5, 2);
        List<string> early = [Take(list, "ann")!, Take(list, "ann")!];
        for (int i = 5; i < 10; i++)
        {
            list.Add("i" + i);
        }

        List<string> rest = Drain(list, "ann");
        Assert.Equal(8, rest.Count);
        Assert.Equal(["i5", "i6", "i7", "i8", "i9"], rest[3..].Order());
        Assert.DoesNotContain(early[0], rest);
    }

    [Theory]
    [InlineData(7, "ann", "6 4 7 0 5 1 3 2")]
    [InlineData(-3, "bob", "3 1 6 5 2 0 7 4")]
    public void An_order_is_the_same_on_every_machine_and_in_every_version(long seed, string reader, string order)
    {
        // FNV-1a, SplitMix64 and Fisher and Yates's shuffle, computed elsewhere.
        Worklist list = new(seed) { Wanted = 1 };
        for (int i = 0; i < 8; i++)
        {
            list.Add("i" + i);
        }

        Assert.Equal(order.Split(' '), Drain(list, reader).Select(i => i[1..]));
    }

    [Fact]
    public void Items_are_counted_once_however_often_they_come_and_go()
    {
        Worklist list = Filled(3, 1);
        Assert.Equal(3, list.Count);
        list.Add("i0");
        Assert.Equal(3, list.Count);
        list.Remove("i0");
        list.Remove("i0");
        list.Remove("unknown");
        Assert.Equal(2, list.Count);
        list.Add("i0");
        Assert.Equal(3, list.Count);
        list.Free("unknown", "ann", offerAgain: true);
        list.Take("unknown", "ann");
        Assert.Equal(3, Drain(list, "ann").Count);
    }

    [Fact]
    public void More_reads_wanted_open_what_was_passed_over()
    {
        Worklist list = Filled(4, 1);
        Assert.Equal(4, Drain(list, "ann").Count);
        Assert.Null(list.Next("bob"));
        list.Wanted = 2;
        list.RewindAll();
        Assert.Equal(4, Drain(list, "bob").Count);
    }

    [Fact]
    public void A_place_that_is_freed_early_in_the_order_is_found_again()
    {
        Worklist list = Filled(6, 1);
        List<string> order = Drain(list, "ann");
        list.Free(order[1], "ann", offerAgain: true);
        Assert.Equal([order[1]], Drain(list, "ann"));
    }

    private static Worklist Filled(int items, int wanted)
    {
        Worklist list = new(7) { Wanted = wanted };
        for (int i = 0; i < items; i++)
        {
            list.Add("i" + i);
        }

        return list;
    }

    private static string? Take(Worklist list, string reader)
    {
        string? item = list.Next(reader);
        if (item is not null)
        {
            list.Take(item, reader);
        }

        return item;
    }

    private static List<string> Drain(Worklist list, string reader)
    {
        List<string> items = [];
        while (Take(list, reader) is { } item)
        {
            items.Add(item);
        }

        return items;
    }
}
