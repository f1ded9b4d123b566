namespace Overread.Server.Features.Projects.Contracts;

/// <summary>A project by its id and name.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
internal sealed record ProjectName(string Id, string Name);
