using System.Net;
using Overread.Client.Model;

namespace Overread.Client;

/// <content>Files: sent in pieces, fetched to disk.</content>
public sealed partial class OverreadClient
{
    // The largest piece that a server takes.
    private const int PieceBytes = 8 << 20;

    /// <summary>
    /// Sends a file to a batch in pieces, from where the server stands: after a break the same call goes on, and a file that
    /// is there already is not sent again.
    /// </summary>
    /// <param name="project">The project's id.</param>
    /// <param name="batch">The batch, as <see cref="OpenBatch"/> returned it.</param>
    /// <param name="key">Names the file within the batch: the same key is the same file. Letters, digits, hyphens.</param>
    /// <param name="path">What the file is called; it travels in a header, for addresses end up in logs.</param>
    /// <param name="file">Its bytes from its very beginning; can seek, stays open.</param>
    /// <param name="cancel">Stops between pieces or within one.</param>
    /// <returns>How many bytes the server holds now, and whether that is all.</returns>
    public async Task<UploadFilesHeld> UploadFile(
        string project,
        string batch,
        string key,
        string path,
        Stream file,
        CancellationToken cancel = default
    )
    {
        long total = file.Length;
        UploadFilesHeld held = await ShowUpload(project, batch, key, cancel);
        byte[] piece = held.Done ? [] : new byte[Math.Min(PieceBytes, Math.Max(1, total - held.Offset))];
        while (!held.Done)
        {
            long offset = held.Offset;
            file.Position = offset;
            int read = await file.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancel);
            using MemoryStream body = new(piece, 0, read, writable: false);
            try
            {
                held = await AppendUpload(project, batch, key, body, offset, total, path, cancel);
            }
            catch (OverreadProblemException moved) when (moved.Code == "upload.offset")
            {
                // A piece whose answer was lost is held already; it was sent a second time.
                held = await ShowUpload(project, batch, key, cancel);
            }

            if (!held.Done && held.Offset <= offset)
            {
                throw new OverreadProblemException(
                    0,
                    "upload.stuck",
                    $"The server holds {held.Offset} of {total} bytes and takes no more.",
                    path,
                    "Look whether the file changed while it was sent, and send it anew under another key."
                );
            }
        }

        return held;
    }

    /// <summary>Takes a release's bundle to disk without holding it in memory. The file appears when it is whole.</summary>
    /// <param name="project">The project's id.</param>
    /// <param name="release">The release's id.</param>
    /// <param name="file">The zip file; one that is there is replaced.</param>
    /// <param name="purpose">What the bundle is for; goes into the record.</param>
    /// <param name="confirm"><c>withdrawn</c>: takes it although items of it were withdrawn since.</param>
    /// <param name="recipient">For whom, by id; null where nobody outside gets it.</param>
    /// <param name="cancel">Stops the download; no file is left.</param>
    /// <exception cref="OverreadProblemException">The server refused.</exception>
    /// <exception cref="OverreadUnreachableException">The answer broke off.</exception>
    public async Task SaveRelease(
        string project,
        string release,
        string file,
        string purpose,
        string? confirm = null,
        string? recipient = null,
        CancellationToken cancel = default
    )
    {
        await using Stream bundle = await DownloadRelease(project, release, purpose, confirm, recipient, cancel);
        string part = file + ".part";
        try
        {
            await using (FileStream target = File.Create(part))
            {
                await Copy(bundle, target, cancel);
            }

            File.Move(part, file, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>
    /// Adds to a file what it lacks of one file of a release: asks for the range from where it ends, and where the server has
    /// other bytes now, or no ranges, begins anew. The hash is the caller's to check.
    /// </summary>
    /// <param name="project">The project's id.</param>
    /// <param name="release">The release's id.</param>
    /// <param name="item">The item's id.</param>
    /// <param name="file">The file's id.</param>
    /// <param name="access">Under what id, as <c>OpenReleaseData</c> returned it.</param>
    /// <param name="sha256">The hash that the bundle lists; the server's tag of the same bytes.</param>
    /// <param name="target">What was written so far; at its end, can seek and be cut.</param>
    /// <param name="cancel">Stops; what was written stays.</param>
    /// <exception cref="OverreadProblemException">The server refused.</exception>
    /// <exception cref="OverreadUnreachableException">The answer broke off; the call may be repeated and goes on.</exception>
    public async Task FetchReleaseFile(
        string project,
        string release,
        string item,
        string file,
        string access,
        string sha256,
        Stream target,
        CancellationToken cancel = default
    )
    {
        long from = target.Length;
        Call call = new(
            HttpMethod.Get,
            $"api/projects/{Part(project)}/releases/{Part(release)}/data/{Part(item)}/{Part(file)}",
            [("access", access)],
            from > 0 ? [("Range", $"bytes={from}-"), ("If-Range", $"\"{sha256}\"")] : [],
            null,
            true
        );
        using HttpResponseMessage response = await Send(call, cancel);
        if (response.StatusCode != HttpStatusCode.PartialContent)
        {
            target.SetLength(0);
        }

        target.Seek(0, SeekOrigin.End);
        await using Stream body = await response.Content.ReadAsStreamAsync(cancel);
        await Copy(body, target, cancel);
    }

    // What the server's side breaks off is told apart from a disk that is full.
    private async Task Copy(Stream from, Stream to, CancellationToken cancel)
    {
        byte[] buffer = new byte[1 << 16];
        while (await Whole(() => from.ReadAsync(buffer, cancel).AsTask()) is > 0 and int read)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
    }
}
