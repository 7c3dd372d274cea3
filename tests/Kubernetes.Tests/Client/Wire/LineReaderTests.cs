using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using k8s;

namespace Kubernetes.Tests.Client.Wire;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task Read_AnyPieceSize_GivesTheSameLines(int pieceSize)
    {
        var (lines, reader) = await ReadAsync("one\n\ntwo and a half\nthree\nunfin", pieceSize, longest: 100);
        lines.ShouldBe(["one", "", "two and a half", "three"]);
        (reader.Discarded, reader.Unfinished).ShouldBe((0, 5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task Read_LineThatIsTooLong_IsDroppedAndTheNextOnesArrive(int pieceSize)
    {
        var (lines, reader) = await ReadAsync($"one\n{new string('x', 50_000)}\ntwo\n", pieceSize, longest: 20_000);
        lines.ShouldBe(["one", "two"]);
        reader.Discarded.ShouldBe(1);
    }

    private static async Task<(List<string> Lines, LineReader Reader)> ReadAsync(string text, int pieceSize, long longest)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var writing = WriteAsync(pipe.Writer, Encoding.UTF8.GetBytes(text), pieceSize);
        await using var reader = new LineReader(pipe.Reader.AsStream(), longest);
        var lines = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken) is { } line)
            lines.Add(Encoding.UTF8.GetString(line.ToArray()));
        await writing;
        return (lines, reader);
    }

    private static async Task WriteAsync(PipeWriter writer, byte[] bytes, int pieceSize)
    {
        foreach (var piece in bytes.Chunk(pieceSize))
            await writer.WriteAsync(piece);
        await writer.CompleteAsync();
    }
}
