using System.Text;

namespace McpTenants.Instance.Export;

/// <summary>
/// Writes ustar entries whose content is produced while it is written. The framework's TarWriter wants a readable stream per entry, which would put all
/// documents into memory or a temporary file first. Headers carry no time, owner or host, so that equal content is an equal archive.
/// </summary>
internal sealed class TarOutput(Stream target)
{
    private const int Block = 512;
    private const long LargestOctalSize = (1L << 33) - 1;

    public async Task WriteAsync(string path, long size, Func<Stream, Task> content, CancellationToken cancellationToken)
    {
        await target.WriteAsync(Header(path, size), cancellationToken).ConfigureAwait(false);
        await content(target).ConfigureAwait(false);
        var padding = (int)((Block - (size % Block)) % Block);
        await target.WriteAsync(new byte[padding], cancellationToken).ConfigureAwait(false);
    }

    public async Task CompleteAsync(CancellationToken cancellationToken) => await target.WriteAsync(new byte[2 * Block], cancellationToken).ConfigureAwait(false);

    private static byte[] Header(string path, long size)
    {
        if (path.Length > 100 || size > LargestOctalSize)
            throw new InvalidDataException("The archive format holds paths of 100 characters and files of 8 GiB.");
        var header = new byte[Block];
        Put(header, 0, path);
        Put(header, 100, "0000444\0");
        Put(header, 108, "0000000\0");
        Put(header, 116, "0000000\0");
        Put(header, 124, Convert.ToString(size, 8).PadLeft(11, '0') + "\0");
        Put(header, 136, "00000000000\0");
        Put(header, 148, "        "); // The checksum counts itself as blanks.
        header[156] = (byte)'0';
        Put(header, 257, "ustar\0" + "00");
        var sum = header.Sum(b => b);
        Put(header, 148, Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ");
        return header;
    }

    private static void Put(byte[] header, int offset, string text) => Encoding.ASCII.GetBytes(text, header.AsSpan(offset));
}
