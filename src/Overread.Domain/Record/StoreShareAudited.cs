namespace Overread.Domain.Record;

/// <summary>A share of the files beside the database (images, releases) was read through and held against the record.</summary>
/// <param name="Files">How many of them.</param>
/// <param name="Of">How many there were in all.</param>
/// <param name="Until">The last that was looked at; the next share goes on after it, so that it is always those not looked at for longest.</param>
/// <param name="Faults">How many faults were found.</param>
/// <param name="First">The first of them, at most 20, line by line.</param>
public sealed record StoreShareAudited(long Files, long Of, string Until, long Faults, IReadOnlyList<string> First)
    : DomainEvent;
