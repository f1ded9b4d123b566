namespace Overread.Domain.Record;

/// <summary>One table's sum.</summary>
/// <param name="Name">The table.</param>
/// <param name="Version">Grows with every unit of work that changes the table; from 1.</param>
/// <param name="Mac">HMAC-SHA-256 over name, version and sum: 64 hexadecimal digits.</param>
public sealed record TableSeal(string Name, long Version, string Mac);
