# Read the research pack with base R, say what is in it, and draw one curve.
# Run it in the unzipped folder: Rscript load.R [FOLDER]. The curve becomes adoption.png, or
# adoption.pdf where R can't write PNG.

arguments <- commandArgs(trailingOnly = TRUE)
folder <- if (length(arguments) > 0) arguments[1] else "."

# Codes are text, and an empty field is missing. Commas and line ends may stand within quotes.
read_table <- function(name) {
  read.csv(file.path(folder, name), encoding = "UTF-8", na.strings = "", quote = "\"",
           comment.char = "", stringsAsFactors = FALSE,
           colClasses = c(code = "character"))
}
adoption <- read_table("adoption.csv")
coverage <- read_table("coverage.csv")
risk_set <- read.csv(file.path(folder, "risk_set.csv"), encoding = "UTF-8", na.strings = "",
                     comment.char = "", stringsAsFactors = FALSE)

# An event holds, has a year, and isn't the issuing of the document itself.
holds <- as.logical(adoption$holds)
events <- adoption[holds & !is.na(adoption$year) & adoption$relation != "issuedBy", ]
units <- length(unique(coverage$unit))
observed <- unique(coverage$unit[coverage$covered == 1])
covered <- length(observed)
events <- events[events$unit %in% observed, ]  # what reports say of others isn't observed
cat(sprintf("adoption rows: %d, of them %d events of covered units\n", nrow(adoption), nrow(events)))
cat(sprintf("units covered: %d of %d\n", covered, units))
cat(sprintf("risk set rows: %d, events %d, left-censored %d\n", nrow(risk_set),
            sum(risk_set$event), sum(risk_set$left_censored)))

if (nrow(events) == 0) {
  cat("no event has a year, so there is no curve\n")
  quit(save = "no", status = 0)
}

# The policy with most adopters (the first by code point among equals), by year.
adopters <- tapply(events$unit, events$policy, function(own) length(unique(own)))
policy <- sort(names(adopters)[adopters == max(adopters)], method = "radix")[1]
own <- events[events$policy == policy, ]
label <- own$policy_label[1]
first_years <- tapply(own$year, own$unit, min)
by_year <- cumsum(table(first_years))
years <- as.integer(names(by_year))
censored <- sum(risk_set$left_censored[risk_set$policy == policy])
caption <- sprintf("of %d covered units (%d known); the beginning of %d is unknown: there or before",
                   covered, units, censored)
cat(sprintf("most adopters: %s, %d units\n", label, length(first_years)))

if (capabilities("png")) {
  figure <- "adoption.png"
  png(file.path(folder, figure), width = 960, height = 600, res = 120)
} else {
  figure <- "adoption.pdf"
  pdf(file.path(folder, figure), width = 8, height = 5, family = "GB1")
}
plot(c(years, max(years) + 1), c(by_year, max(by_year)), type = "s", lwd = 2, col = "#a32020",
     ylim = c(0, max(by_year)), xaxt = "n", xlab = "year", ylab = "cumulative adopters",
     main = label)
points(years, by_year, pch = 19, col = "#a32020")
axis(1, at = years)
mtext(caption, side = 1, line = 4, cex = 0.7)
invisible(dev.off())
cat(sprintf("figure: %s\n", figure))
