using McpTenants.Api.Values;

namespace Operator.Tests.Api;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("30s", 30)]
    [InlineData("1h30m", 5400)]
    [InlineData("1.5h", 5400)]
    [InlineData("2d", 172800)]
    [InlineData("1m30s", 90)]
    [InlineData("500ms", 0.5)]
    [InlineData("0s", 0)]
    public void TryParse_Duration_IsRead(string text, double seconds)
    {
        GoDuration.TryParse(text, out var value).ShouldBeTrue();
        value.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-5m")]
    [InlineData("+5m")]
    [InlineData("5 m")]
    [InlineData("1ns")]
    [InlineData(".5s")]
    [InlineData("5.s")]
    [InlineData("1.2.3s")]
    [InlineData("5M")]
    [InlineData("5m\n")]
    [InlineData("٣s")]
    [InlineData("99999999999d")]
    [InlineData("10675199d10675199d")]
    public void TryParse_AnythingElse_IsRefused(string? text) => GoDuration.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("30s")]
    [InlineData("1h30m")]
    [InlineData("1d2h3m4s5ms")]
    [InlineData("0s")]
    public void Format_OfWhatWasRead_IsTheSameText(string text)
    {
        GoDuration.TryParse(text, out var value).ShouldBeTrue();
        GoDuration.Format(value).ShouldBe(text);
    }
}
