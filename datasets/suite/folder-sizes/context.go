package task

// Folder is a folder of files and further folders.
type Folder struct {
	Name    string
	Files   []int // the size of each file in it
	Folders []Folder
}

// Found is one folder of the list.
type Found struct {
	Path string
	Size int
}
