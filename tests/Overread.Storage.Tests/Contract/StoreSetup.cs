namespace Overread.Storage.Tests.Contract;

/// <summary>What a suite wants of a store, in no database's own words.</summary>
/// <param name="Projections">In any order.</param>
/// <param name="ExtraSchema">SQL for tables that are no projections.</param>
public sealed record StoreSetup(IReadOnlyList<IProjection> Projections, Func<Dialect, string> ExtraSchema)
{
    /// <summary>Rebuilds the projections when the store is opened.</summary>
    public bool Rebuild { get; init; }

    /// <summary>Told what opening the store changes in it.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>A person's decision to go on with a store that is not whole.</summary>
    public StoreAcceptance? Acceptance { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
