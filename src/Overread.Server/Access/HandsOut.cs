namespace Overread.Server.Access;

/// <summary>Marks a route that hands out items which the reader does not hold yet.</summary>
internal sealed class HandsOut;
