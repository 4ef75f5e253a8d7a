"""How words and figures become a workbook or a printed page; what they mean is the business of whoever hands them over."""
