"""Files to data: .xlsx and .csv workbooks become typed tables whose values know their cells."""
