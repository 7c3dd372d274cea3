using System.Text;

namespace McpTenants.Bench.Instance;

/// <summary>Words of an invented language with Zipf's law: the n-th word is 1/n as frequent as the first. The same seed gives the same text.</summary>
internal sealed class WordSource(uint seed)
{
    private const int Vocabulary = 50_000;
    private static readonly double[] Cumulative = Zipf();
    private uint _state = seed;

    /// <summary>The next words, separated by blanks.</summary>
    public string Take(int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
            text.Append(i > 0 ? " " : "").Append(Word(Next()));
        return text.ToString();
    }

    private int Next()
    {
        // xorshift32: random enough for text, and the same everywhere.
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        var at = Array.BinarySearch(Cumulative, _state / (double)uint.MaxValue * Cumulative[^1]);
        return Math.Min(at < 0 ? ~at : at, Vocabulary - 1);
    }

    private static string Word(int number)
    {
        const string Consonants = "bdfgklmnprstvz";
        const string Vowels = "aeiou";
        var word = new StringBuilder();
        for (var rest = number + 70; rest > 0; rest /= 70)
            word.Append(Consonants[rest % 14]).Append(Vowels[rest / 14 % 5]);
        return word.ToString();
    }

    private static double[] Zipf()
    {
        var sums = new double[Vocabulary];
        for (var i = 0; i < Vocabulary; i++)
            sums[i] = (i > 0 ? sums[i - 1] : 0) + (1.0 / (i + 1));
        return sums;
    }
}
